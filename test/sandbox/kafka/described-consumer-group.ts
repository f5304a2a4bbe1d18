import Decoder from "kafkajs/src/protocol/decoder.js";

interface Assigned {
  readonly topic: string | null;
  readonly partitions: readonly number[] | null;
}

interface DescribedMember {
  readonly memberId: string | null;
  readonly instanceId: string | null;
  readonly rackId: string | null;
  readonly memberEpoch: number;
  readonly clientId: string | null;
  readonly clientHost: string | null;
  readonly topics: readonly (string | null)[] | null;
  readonly topicPattern: string | null;
  readonly assigned: readonly Assigned[];
  readonly target: readonly Assigned[];
}

export interface DescribedConsumerGroup {
  readonly errorCode: number;
  readonly message: string | null;
  readonly state: string | null;
  readonly assignor: string | null;
  readonly members: readonly DescribedMember[];
  readonly operations: number;
}

const UUID_BYTES = 16;

function skipTags(decoder: Decoder): void {
  if (decoder.readUVarInt() !== 0) throw new Error("tagged fields, of which version 0 has none");
}

function assignment(decoder: Decoder): readonly Assigned[] {
  const assigned = decoder.readUVarIntArray((each) => {
    each.forward(UUID_BYTES);
    const one = { topic: each.readUVarIntString(), partitions: each.readUVarIntArray((index) => index.readInt32()) };
    skipTags(each);
    return one;
  });
  skipTags(decoder);
  return assigned ?? [];
}

function member(decoder: Decoder): DescribedMember {
  const one = {
    memberId: decoder.readUVarIntString(),
    instanceId: decoder.readUVarIntString(),
    rackId: decoder.readUVarIntString(),
    memberEpoch: decoder.readInt32(),
    clientId: decoder.readUVarIntString(),
    clientHost: decoder.readUVarIntString(),
    topics: decoder.readUVarIntArray((each) => each.readUVarIntString()),
    topicPattern: decoder.readUVarIntString(),
    assigned: assignment(decoder),
    target: assignment(decoder),
  };
  skipTags(decoder);
  return one;
}

/**
 * Every field of an answer to ConsumerGroupDescribe about one group, in the order of Kafka's published schema, but for
 * the epochs of the group and the ids of topics. `answer`: with its size and header.
 */
export function describedConsumerGroup(answer: Buffer): DescribedConsumerGroup {
  const decoder = new Decoder(answer.subarray(4 + 4));
  skipTags(decoder);
  decoder.readInt32();
  const groups = decoder.readUVarIntArray((each): DescribedConsumerGroup => {
    const head = { errorCode: each.readInt16(), message: each.readUVarIntString() };
    each.readUVarIntString();
    const state = each.readUVarIntString();
    each.readInt32();
    each.readInt32();
    const rest = {
      assignor: each.readUVarIntString(),
      members: each.readUVarIntArray(member) ?? [],
      operations: each.readInt32(),
    };
    skipTags(each);
    return { ...head, state, ...rest };
  });
  skipTags(decoder);
  const [group] = groups ?? [];
  if (group === undefined) throw new Error("no group in the answer");
  return group;
}

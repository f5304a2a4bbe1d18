import Decoder from "kafkajs/src/protocol/decoder.js";
import Encoder from "kafkajs/src/protocol/encoder.js";
import { API } from "../api-keys.ts";
import type { KafkaRequest } from "../kafka-request.ts";

export interface DescribedConsumerGroup {
  readonly errorCode: number;
  readonly state: string;
  readonly members: number;
}

/**
 * Describes a group of the newer consumer protocol (KIP-848), which kafkajs does not know: version 0, by Kafka's published message schema. It is a
 * "flexible" message: its header ends with tagged fields, which kafkajs's header has not, so they begin the body here.
 */
export function consumerGroupDescribeRequest(groupId: string): KafkaRequest<DescribedConsumerGroup | null> {
  return {
    what: "describe the consumer group",
    apiKey: API.consumerGroupDescribe,
    definition: {
      versions: ["0"],
      protocol: () => () => ({
        request: {
          apiKey: API.consumerGroupDescribe,
          apiVersion: 0,
          apiName: "ConsumerGroupDescribe",
          encode: () => Promise.resolve(encode(groupId)),
        },
        response: {
          decode: (payload) => Promise.resolve(decode(payload)),
          parse: (decoded) => Promise.resolve(decoded),
        },
      }),
    },
    options: {},
    read: (groups: readonly DescribedConsumerGroup[]) => groups[0] ?? null,
  };
}

const NO_TAGS = 0;

function encode(groupId: string): Encoder {
  return new Encoder()
    .writeUVarInt(NO_TAGS)
    .writeUVarInt(1 + 1)
    .writeUVarIntString(groupId)
    .writeBoolean(false)
    .writeUVarInt(NO_TAGS);
}

function decode(payload: Buffer): readonly DescribedConsumerGroup[] {
  const decoder = new Decoder(payload);
  skipTags(decoder);
  decoder.readInt32(); // throttled, milliseconds
  return array(decoder, decodeGroup);
}

function decodeGroup(decoder: Decoder): DescribedConsumerGroup {
  const errorCode = decoder.readInt16();
  decoder.readUVarIntString(); // error message
  decoder.readUVarIntString(); // group id
  const state = decoder.readUVarIntString() ?? "";
  decoder.readInt32(); // group epoch
  decoder.readInt32(); // assignment epoch
  decoder.readUVarIntString(); // assignor
  const members = array(decoder, skipMember);
  decoder.readInt32(); // authorized operations
  skipTags(decoder);
  return { errorCode, state, members: members.length };
}

function skipMember(decoder: Decoder): void {
  for (let id = 0; id < 3; id += 1) decoder.readUVarIntString(); // member, instance, rack
  decoder.readInt32(); // member epoch
  for (let name = 0; name < 2; name += 1) decoder.readUVarIntString(); // client id, host
  array(decoder, (each) => each.readUVarIntString()); // topics
  decoder.readUVarIntString(); // pattern of topics
  for (let assignment = 0; assignment < 2; assignment += 1) skipAssignment(decoder); // present, target
  skipTags(decoder);
}

function skipAssignment(decoder: Decoder): void {
  array(decoder, (each) => {
    each.forward(UUID_BYTES);
    each.readUVarIntString();
    array(each, (partition) => partition.readInt32());
    skipTags(each);
  });
  skipTags(decoder);
}

const UUID_BYTES = 16;

/** kafkajs reads on behind the end of an answer, where it finds zeros: a count there may be of billions. */
function counted(decoder: Decoder, count: number): number {
  if (count <= Buffer.byteLength(decoder.buffer) - decoder.offset) return Math.max(0, count);
  throw new RangeError("the answer counts more entries than it has bytes");
}

function array<T>(decoder: Decoder, read: (decoder: Decoder) => T): readonly T[] {
  const count = counted(decoder, decoder.readUVarInt() - 1);
  return Array.from({ length: count }, () => read(decoder));
}

function skipTags(decoder: Decoder): void {
  const count = counted(decoder, decoder.readUVarInt());
  for (let index = 0; index < count; index += 1) {
    decoder.readUVarInt();
    decoder.forward(decoder.readUVarInt());
  }
}

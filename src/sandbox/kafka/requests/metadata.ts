import { ErrorCode } from "../error-codes.ts";
import type { KafkaPartition } from "../kafka-state.ts";
import { may, type KafkaApi, type RequestContext } from "../request-context.ts";
import { WireWriter } from "../wire/wire-writer.ts";

const VALID_NAME = /^(?!\.{1,2}$)[a-zA-Z0-9._-]{1,249}$/;

interface Topic {
  readonly error: number;
  readonly name: string;
  readonly partitions: readonly Pick<KafkaPartition, "leader">[];
}

/** Where a cluster keeps its groups' offsets: it is there as soon as there is a group. */
const OFFSETS_TOPIC = "__consumer_offsets";

function find(context: RequestContext, name: string, atMs: number): Topic {
  const failed = (error: number): Topic => ({ error, name, partitions: [] });
  if (!may(context, "Describe", "topic", name)) {
    return failed(ErrorCode.topicAuthorizationFailed);
  }
  const topic = context.state.topics.get(name);
  if (topic !== undefined) {
    return { error: ErrorCode.none, name, partitions: topic.partitions(atMs) };
  }
  const [firstBroker] = context.state.brokers;
  if (name === OFFSETS_TOPIC && firstBroker !== undefined && context.state.groups.size > 0)
    return { error: ErrorCode.none, name, partitions: [{ leader: () => firstBroker.id }] };
  // Nothing is ever created here, whatever the request allows.
  return failed(VALID_NAME.test(name) ? ErrorCode.unknownTopicOrPartition : ErrorCode.invalidTopic);
}

function writePartition(writer: WireWriter, index: number, leader: number, replica: number): void {
  const isLed = leader !== -1;
  writer.int16(isLed ? ErrorCode.none : ErrorCode.leaderNotAvailable);
  const id = (each: WireWriter, broker: number): void => {
    each.int32(broker);
  };
  writer
    .int32(index)
    .int32(leader)
    .array([replica], id)
    .array(isLed ? [replica] : [], id)
    .array(isLed ? [] : [replica], id);
}

/** Metadata: the brokers, and topics with their leaders; of all topics when none is named. */
export const metadata: KafkaApi = {
  key: 3,
  name: "Metadata",
  minVersion: 5,
  maxVersion: 6,
  answer: (request, context) => {
    const names = request.nullableArray((reader) => reader.string());
    request.boolean();
    const atMs = context.now();
    const { state } = context;
    const firstBroker = state.brokers[0]?.id ?? -1;
    const topics =
      names?.map((name) => find(context, name, atMs)) ??
      [...state.topics.keys()].map((name) => find(context, name, atMs)).filter(({ error }) => error === ErrorCode.none);
    return new WireWriter()
      .int32(0)
      .array([...context.addresses], (writer, [id, { host, port }]) => {
        writer.int32(id).string(host).int32(port).nullableString(null);
      })
      .nullableString(state.clusterId)
      .int32(firstBroker)
      .array(topics, (writer, { error, name, partitions }) => {
        writer.int16(error).string(name).boolean(name.startsWith("__"));
        // In no order, as a broker's.
        writer.array([...partitions.entries()].reverse(), (each, [index, partition]) => {
          const leader = partition.leader(atMs);
          writePartition(each, index, leader, leader === -1 ? firstBroker : leader);
        });
      });
  },
};

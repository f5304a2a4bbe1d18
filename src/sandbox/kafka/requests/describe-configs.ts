import { BROKER_DEFAULTS } from "../configs/broker-configs.ts";
import { TOPIC_DEFAULTS, type Configs } from "../configs/topic-configs.ts";
import { ErrorCode } from "../error-codes.ts";
import { may, type KafkaApi, type RequestContext } from "../request-context.ts";
import { WireWriter } from "../wire/wire-writer.ts";

const TOPIC = 2;
const BROKER = 4;
/** Where a value comes from. */
const SOURCE = { topic: 1, brokerFile: 4, defaults: 5 };

interface Asked {
  readonly type: number;
  readonly name: string;
  /** Null: all. */
  readonly keys: readonly string[] | null;
}

interface Found {
  readonly defaults: Configs;
  readonly own: Configs;
  readonly ownSource: number;
  /** A broker's settings are its file's: most of them take a restart. */
  readonly isReadOnly: boolean;
}

interface Failed {
  readonly error: number;
  readonly message: string;
}

function find(context: RequestContext, { type, name }: Asked): Found | Failed {
  if (type === TOPIC) {
    if (!may(context, "DescribeConfigs", "topic", name)) {
      return { error: ErrorCode.topicAuthorizationFailed, message: "Topic authorization failed." };
    }
    const topic = context.state.topics.get(name);
    return topic === undefined
      ? { error: ErrorCode.unknownTopicOrPartition, message: "" }
      : { defaults: TOPIC_DEFAULTS, own: topic.configs ?? {}, ownSource: SOURCE.topic, isReadOnly: false };
  }
  if (type === BROKER && !may(context, "DescribeConfigs", "cluster", "kafka-cluster")) {
    return { error: ErrorCode.clusterAuthorizationFailed, message: "Cluster authorization failed." };
  }
  const broker = context.state.brokers.find(({ id }) => id === context.brokerId && String(id) === name);
  return type === BROKER && broker !== undefined
    ? { defaults: BROKER_DEFAULTS, own: broker.configs ?? {}, ownSource: SOURCE.brokerFile, isReadOnly: true }
    : {
        error: ErrorCode.invalidRequest,
        message: `Unexpected broker id, expected ${context.brokerId} or empty string, but received ${name}`,
      };
}

function writeFound(writer: WireWriter, { defaults, own, ownSource, isReadOnly }: Found, keys: Asked["keys"]): void {
  const names = Object.keys({ ...defaults, ...own }).filter((name) => keys?.includes(name) ?? true);
  writer.array(names, (each, name) => {
    const isOwn = own[name] !== undefined;
    each
      .string(name)
      .nullableString(own[name] ?? defaults[name] ?? null)
      .boolean(isReadOnly)
      .int8(isOwn ? ownSource : SOURCE.defaults)
      .boolean(false)
      .array([], () => {});
  });
}

/** DescribeConfigs, of topics and of the broker that is asked; without synonyms. */
export const describeConfigs: KafkaApi = {
  key: 32,
  name: "DescribeConfigs",
  minVersion: 1,
  maxVersion: 2,
  answer: (request, context) => {
    const asked = request.array((reader) => ({
      type: reader.int8(),
      name: reader.string(),
      keys: reader.nullableArray((each) => each.string()),
    }));
    request.boolean();
    return new WireWriter().int32(0).array(asked, (writer, one) => {
      const found = find(context, one);
      const failed = "error" in found ? found : undefined;
      writer
        .int16(failed?.error ?? ErrorCode.none)
        .nullableString(failed?.message ?? "")
        .int8(one.type)
        .string(one.name);
      if ("error" in found) {
        writer.array([], () => {});
      } else {
        writeFound(writer, found, one.keys);
      }
    });
  },
};

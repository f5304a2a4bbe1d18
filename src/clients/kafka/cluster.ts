import { ClientError, isUnanswered } from "../client-error.ts";
import type { Answer, KafkaTopic } from "../kafka-client.ts";
import { type BrokerLink, brokerLink, type LinkLimits } from "./broker-link.ts";
import { addressWords, type BrokerAddress, type LoadedSettings } from "./kafka-settings.ts";
import type { KafkaRequest } from "./kafka-request.ts";
import { troubleOf } from "./kafka-trouble.ts";
import { type Metadata, metadataRequest } from "./requests/metadata.ts";

/** The brokers, found through those that the environment names. */
export interface Cluster {
  /** Asks any broker. */
  ask<T>(request: KafkaRequest<T>, signal: AbortSignal): Promise<T>;
  /** The broker of that number, at the address that the cluster gives for it. Rejects with ClientError for one that it does not know. */
  broker(nodeId: number, signal: AbortSignal): Promise<BrokerLink>;
  /** Learns of a broker from an answer. */
  learn(broker: BrokerAddress & { readonly nodeId: number }): void;
  topics(names: readonly string[], signal: AbortSignal): Promise<readonly Answer<KafkaTopic>[]>;
  close(): void;
}

export function openCluster(settings: LoadedSettings, limits: LinkLimits): Cluster {
  const links = new Map<string, BrokerLink>();
  const addresses = new Map<number, BrokerAddress>();
  /** The configured broker that answered last: asked first the next time. */
  let preferred: BrokerAddress | null = null;

  function linkTo(address: BrokerAddress): BrokerLink {
    const name = addressWords(address);
    const configured = settings.brokers.some((broker) => addressWords(broker) === name);
    const link = links.get(name) ?? brokerLink(address, settings, limits, !configured);
    links.set(name, link);
    return link;
  }

  async function ask<T>(request: KafkaRequest<T>, signal: AbortSignal): Promise<T> {
    const failures: ClientError[] = [];
    const first = preferred === null ? [] : [preferred];
    for (const address of new Set([...first, ...settings.brokers])) {
      try {
        const answer = await linkTo(address).send(request, signal);
        preferred = address;
        return answer;
      } catch (error) {
        if (!(error instanceof ClientError) || signal.aborted) throw error;
        failures.push(error);
        // A refusal of this user is the same everywhere; a broker that is down is not the cluster.
        if (!isUnanswered(error) && error.code !== "unexpected-answer") throw error;
      }
    }
    throw allFailed(failures);
  }

  async function metadata(names: readonly string[], signal: AbortSignal): Promise<Metadata> {
    const answer = await ask(metadataRequest(names), signal);
    for (const broker of answer.brokers) addresses.set(broker.nodeId, broker);
    return answer;
  }

  return {
    ask,
    broker(nodeId) {
      const address = addresses.get(nodeId);
      if (address !== undefined) return Promise.resolve(linkTo(address));
      const words = `Kafka's broker ${nodeId} is not in the cluster's own list of brokers`;
      return Promise.reject(new ClientError("unreachable", words, "run it again; a broker may have just gone"));
    },
    learn: ({ nodeId, host, port }) => void addresses.set(nodeId, { host, port }),
    async topics(names, signal) {
      if (names.length === 0) return [];
      const { topicMetadata } = await metadata(names, signal);
      const found = new Map(topicMetadata.map((topic) => [topic.topic, topic]));
      return names.map((name) => {
        const topic = found.get(name);
        const trouble = troubleOf(topic === undefined ? UNKNOWN_TOPIC : topic.topicErrorCode);
        if (topic === undefined || trouble !== null) return { trouble: trouble ?? { code: "UNKNOWN", words: "" } };
        const partitions = topic.partitionMetadata
          .map(({ partitionId, leader }) => ({ partition: partitionId, leader: leader < 0 ? null : leader }))
          .sort((a, b) => a.partition - b.partition);
        return { value: { topic: name, partitions } };
      });
    },
    close() {
      for (const link of links.values()) link.close();
      links.clear();
    },
  };
}

const UNKNOWN_TOPIC = 3;

/** Of one broker its own words; of several the first's, and how many more there were. */
function allFailed(failures: readonly ClientError[]): ClientError {
  const [first] = failures;
  if (first === undefined)
    return new ClientError("not-configured", "the environment names no Kafka broker", "add brokers to bigops.yaml");
  if (failures.length === 1) return first;
  const rest = failures.length === 2 ? "the other broker" : `the ${failures.length - 1} other brokers`;
  return new ClientError(first.code, `${first.message}; ${rest} gave no answer either`, first.hint, null, first);
}

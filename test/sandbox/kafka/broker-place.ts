import { type Admin, Kafka, logLevel } from "kafkajs";
import { createKafkaServer, type KafkaServer } from "../../../src/sandbox/kafka/kafka-server.ts";
import type { KafkaState } from "../../../src/sandbox/kafka/kafka-state.ts";
import { type InnerBroker, innerCluster, TIMEOUTS } from "./inner-cluster.ts";

type Options = Parameters<typeof createKafkaServer>[0];

export interface BrokerPlace {
  readonly brokers: readonly string[];
  readonly admin: Admin;
  /** kafkajs's connection to one broker, by its node id. */
  broker(id: number): Promise<InnerBroker>;
  close(): Promise<void>;
}

/** The embedded brokers over a state whose clock stands still unless told otherwise, and kafkajs beside them. */
export async function brokerPlace(
  state: KafkaState,
  more: Partial<Options> & { readonly sasl?: { readonly username: string; readonly password: string } } = {},
): Promise<BrokerPlace> {
  const { sasl, ...options } = more;
  const server: KafkaServer = createKafkaServer({ state, now: () => 0, ...options });
  const brokers = [...(await server.listen())];
  const kafka = new Kafka({
    brokers,
    logLevel: logLevel.NOTHING,
    ...TIMEOUTS,
    ...(sasl === undefined ? {} : { sasl: { mechanism: "plain", ...sasl } }),
  });
  const admin = kafka.admin();
  const cluster = innerCluster(brokers);
  let connecting: Promise<void> | undefined;
  return {
    brokers,
    admin,
    broker: async (id) => {
      connecting ??= cluster.connect();
      await connecting;
      return cluster.findBroker({ nodeId: String(id) });
    },
    close: async () => {
      await admin.disconnect();
      await cluster.disconnect();
      await server.close();
    },
  };
}

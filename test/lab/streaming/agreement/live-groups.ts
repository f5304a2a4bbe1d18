import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { Kafka, logLevel } from "kafkajs";
import {
  type DescribedConsumerGroup,
  describedConsumerGroup,
} from "../../../sandbox/kafka/described-consumer-group.ts";
import { sent } from "../../../sandbox/kafka/raw-client.ts";
import { consumerGroupDescribeRequest } from "../../../sandbox/kafka/requests.ts";
import { kafka as artifact } from "../../provision/kafka.ts";
import { classPath, javaFlags } from "../java.ts";

const PATIENCE_MS = 30_000;
const POLL_MS = 200;

/** What a broker says of a group of the newer protocol. */
export async function describeNewer(broker: string, group: string): Promise<DescribedConsumerGroup> {
  return describedConsumerGroup((await sent(broker, consumerGroupDescribeRequest([group]))).answer);
}

/** A consumer of the newer protocol that has all partitions of the topic; returns what ends it. */
export async function startNewerConsumer(broker: string, group: string, topic: string): Promise<() => Promise<void>> {
  const tool = ["-cp", classPath(artifact), "org.apache.kafka.tools.consumer.ConsoleConsumer"];
  const reading = ["--bootstrap-server", broker, "--topic", topic, "--group", group];
  const newer = ["--consumer-property", "group.protocol=consumer"];
  const child = spawn("java", [...javaFlags, ...tool, ...reading, ...newer], { stdio: "ignore" });
  const ended = once(child, "exit");
  const end = async (): Promise<void> => {
    child.kill("SIGKILL");
    await ended;
  };
  for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += POLL_MS) {
    const { state, members } = await describeNewer(broker, group);
    if (state === "Stable" && members[0]?.assigned.length === 1) return end;
    await sleep(POLL_MS);
  }
  await end();
  throw new Error(`${group} did not become stable within ${PATIENCE_MS} ms`);
}

/** A consumer of the classic protocol, likewise. */
export async function startClassicConsumer(broker: string, group: string, topic: string): Promise<() => Promise<void>> {
  const kafka = new Kafka({ brokers: [broker], clientId: "classic", logLevel: logLevel.NOTHING });
  const consumer = kafka.consumer({ groupId: group, maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topic });
  const joined = new Promise<void>((resolve) => {
    consumer.on(consumer.events.GROUP_JOIN, () => resolve());
  });
  await consumer.run({ eachMessage: async () => {} });
  await joined;
  return () => consumer.disconnect();
}

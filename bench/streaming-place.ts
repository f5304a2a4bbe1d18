import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Kafka, logLevel } from "kafkajs";
import { stringify } from "yaml";
import { shellQuote } from "../src/core/text/shell-quote.ts";
import { featureLookups } from "../test/lab/prometheus/feature-lookups.ts";
import { startPrometheus } from "../test/lab/prometheus/start-prometheus.ts";
import { labPlace } from "../test/lab/streaming/flink/flink-lab-place.ts";
import { commitOffset } from "../test/lab/streaming/kafka/commit-offset.ts";
import { startKafka } from "../test/lab/streaming/kafka/start-kafka.ts";
import { writeConsumerGroups } from "./kafka-tool.ts";
import type { LabPlace } from "./lab-place.ts";

const GROUP = "zipline-consumer";
const TOPIC = "zipline-events";
const RECORDS = 900;

/** A real Kafka, Flink and Prometheus, a job and its group; and what an operator types today as a shell script. */
export async function startStreamingPlace(): Promise<LabPlace & { close(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "bigops-bench-"));
  const [broker, flink, prometheus] = await Promise.all([
    startKafka(),
    labPlace({ scheduler: "default", slots: 4 }),
    startPrometheus({ counters: featureLookups() }),
  ]);
  await fill(broker.address.plain);
  const environments = {
    bench: {
      kafka: { brokers: [broker.address.plain] },
      flink: { url: flink.cluster.url, jar: flink.cluster.jar },
      prometheus: { url: prometheus.url },
    },
  };
  await writeFile(join(folder, "bigops.yaml"), stringify({ default: "bench", environments }));
  const query = (text: string) =>
    `curl -sS --data-urlencode ${shellQuote(`query=${text}`)} ${shellQuote(`${prometheus.url}/api/v1/query`)}`;
  const script = join(folder, "by-hand.sh");
  const lines = [
    "set -e",
    `curl -sS ${shellQuote(`${flink.cluster.url}/jobs/overview`)}`,
    `${shellQuote(await writeConsumerGroups(folder))} --bootstrap-server ${broker.address.plain} --describe --group ${GROUP}`,
    query("flink_taskmanager_backpressured"),
    query("flink_checkpoint_duration_seconds"),
  ];
  await writeFile(script, `${lines.join("\n")}\n`);
  return {
    cwd: folder,
    env: { PATH: process.env["PATH"] ?? "", HOME: folder },
    script,
    close: async () => {
      await Promise.all([broker.close(), flink.close(), prometheus.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function fill(broker: string): Promise<void> {
  const client = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING });
  const [admin, producer] = [client.admin(), client.producer()];
  await Promise.all([admin.connect(), producer.connect()]);
  await admin.createTopics({ topics: [{ topic: TOPIC, numPartitions: 1 }] });
  const messages = Array.from({ length: RECORDS }, (_, index) => ({ value: `record ${index}` }));
  await producer.send({ topic: TOPIC, messages });
  await commitOffset(broker, GROUP, { topic: TOPIC, partition: 0, offset: RECORDS });
  await Promise.all([admin.disconnect(), producer.disconnect()]);
}

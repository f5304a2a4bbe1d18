import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Kafka, logLevel } from "kafkajs";
import { stringify } from "yaml";
import type { RunDocument } from "../src/core/document/run-document.ts";
import { commitOffset } from "../test/lab/streaming/kafka/commit-offset.ts";
import { waitUntil } from "../test/lab/process/wait-until.ts";
import { startKafka } from "../test/lab/streaming/kafka/start-kafka.ts";
import { interleaved } from "./interleaved.ts";
import { writeConsumerGroups } from "./kafka-tool.ts";
import type { Measurement } from "./measurement.ts";
import { timedProcess } from "./timed-process.ts";

const PARTITIONS = 1_000;
const RECORDS = 10;
const COMMITTED = 3;
const LAG = PARTITIONS * (RECORDS - COMMITTED);
const ROUNDS = 5;
const TOPIC = "wide";
const GROUP = "wide-group";

/** The lag of 1,000 partitions of a real broker, in records and in seconds, against the reference tool, which has only the records. */
export async function realPartitions(program: string): Promise<Measurement> {
  const { address, close } = await startKafka();
  const folder = await mkdtemp(join(tmpdir(), "bigops-bench-"));
  try {
    await fill(address.plain);
    const check = { group: GROUP, topics: TOPIC, rateWindow: "0s" };
    const runbook = {
      name: "wide-lag",
      title: "Lag of many partitions",
      severity: "P3",
      investigation: [{ id: "lag", title: "lag", "kafka.consumer-lag": check }],
    };
    await writeFile(join(folder, "wide-lag.yaml"), stringify(runbook));
    const environments = { bench: { kafka: { brokers: [address.plain] } } };
    await writeFile(join(folder, "bigops.yaml"), stringify({ default: "bench", environments }));
    const peakFile = join(folder, "peak");
    const ours = async () => {
      const env = {
        PATH: process.env["PATH"] ?? "",
        HOME: folder,
        BIGOPS_PEAK_FILE: peakFile,
        NODE_OPTIONS: `--import ${new URL("report-peak.mjs", import.meta.url).href}`,
      };
      const args = [program, "run", "./wide-lag.yaml", "--dry-run", "--output", "json"];
      const { stdout, durationMs } = await timedProcess(process.execPath, args, {
        cwd: folder,
        env,
        exitCodes: [0, 1],
      });
      const [lag] = (JSON.parse(stdout) as RunDocument).checks;
      if (lag?.observed["totalLag"] !== LAG || typeof lag.observed["maxLagSeconds"] !== "number")
        throw new Error(`the lag is not ${LAG}: ${stdout}`);
      return durationMs;
    };
    const tool = await writeConsumerGroups(folder);
    const theirs = async () => {
      const args = ["--bootstrap-server", address.plain, "--describe", "--group", GROUP];
      const { stdout, durationMs } = await timedProcess(tool, args);
      if (stdout.split("\n").filter((line) => line.startsWith(GROUP)).length !== PARTITIONS) throw new Error(stdout);
      return durationMs;
    };
    const { oursMs, theirsMs, ratio } = await interleaved(ROUNDS, ours, theirs);
    const peakMib = Math.round(Number(await readFile(peakFile, "utf8")) / 1024);
    return {
      what: `lag of ${PARTITIONS.toLocaleString("en")} real partitions (${peakMib} MiB)`,
      oursMs,
      against: "kafka-consumer-groups",
      theirsMs,
      ratio,
      bound: { kind: "at most", value: 1 },
    };
  } finally {
    await close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function fill(broker: string): Promise<void> {
  const kafka = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  const producer = kafka.producer();
  await Promise.all([admin.connect(), producer.connect()]);
  await admin.createTopics({ topics: [{ topic: TOPIC, numPartitions: PARTITIONS }], timeout: 60_000 });
  const ready = async () => (await admin.fetchTopicOffsets(TOPIC)).length === PARTITIONS;
  await waitUntil("all partitions to be led", ready, { timeoutMs: 60_000, everyMs: 500 });
  const all = Array.from({ length: PARTITIONS }, (_, partition) => partition);
  for (let record = 0; record < RECORDS; record += 1)
    await producer.send({ topic: TOPIC, messages: all.map((partition) => ({ partition, value: "{}" })) });
  for (const partition of all) await commitOffset(broker, GROUP, { topic: TOPIC, partition, offset: COMMITTED });
  await Promise.all([admin.disconnect(), producer.disconnect()]);
}

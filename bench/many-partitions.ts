import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import type { RunDocument } from "../src/core/document/run-document.ts";
import { createKafkaServer } from "../src/sandbox/kafka/kafka-server.ts";
import { timedProcess } from "./timed-process.ts";
import { GROUP, LAG_STEP, TOPIC_NAMES, wideCluster } from "./wide-cluster.ts";

const PARTITIONS = 10_000;
const MOST_MIB = 256;
/** Of the last partition of each topic, at the moment of the commit. */
const WIDEST_LAG = (PARTITIONS / TOPIC_NAMES.length - 1) * LAG_STEP;

/** What the lag of very many partitions costs. */
export interface WideLag {
  readonly partitions: number;
  /** To all brokers, of all kinds. */
  readonly requests: number;
  readonly durationMs: number;
  readonly peakMib: number;
}

/** A dry run of one lag check over the sandbox's brokers; its process measures itself. */
export async function manyPartitions(program: string): Promise<WideLag> {
  const folder = await mkdtemp(join(tmpdir(), "bigops-bench-"));
  let requests = 0;
  const server = createKafkaServer({
    state: wideCluster(PARTITIONS, Date.now()),
    now: Date.now,
    onRequest: () => (requests += 1),
  });
  try {
    const brokers = await server.listen();
    const check = { group: GROUP, topics: TOPIC_NAMES };
    const runbook = {
      name: "wide-lag",
      title: "Lag of very many partitions",
      severity: "P3",
      investigation: [{ id: "lag", title: "lag", "kafka.consumer-lag": check }],
    };
    await writeFile(join(folder, "wide-lag.yaml"), stringify(runbook));
    const environments = { bench: { kafka: { brokers } } };
    await writeFile(join(folder, "bigops.yaml"), stringify({ default: "bench", environments }));
    const peakFile = join(folder, "peak");
    const env = {
      PATH: process.env["PATH"] ?? "",
      HOME: folder,
      BIGOPS_PEAK_FILE: peakFile,
      NODE_OPTIONS: `--import ${new URL("report-peak.mjs", import.meta.url).href}`,
    };
    const args = [program, "run", "./wide-lag.yaml", "--dry-run", "--output", "json"];
    const { stdout, durationMs } = await timedProcess(process.execPath, args, { cwd: folder, env, exitCodes: [0, 1] });
    const [lag] = (JSON.parse(stdout) as RunDocument).checks;
    const maxLag = lag?.observed["maxLag"];
    // A fast answer that is wrong would be worth nothing.
    if (lag?.verdict !== "pass" || typeof maxLag !== "number" || maxLag < WIDEST_LAG)
      throw new Error(`the lag of ${PARTITIONS} partitions is ${lag?.verdict}, ${String(maxLag)} at most: ${stdout}`);
    const peakMib = Number(await readFile(peakFile, "utf8")) / 1024;
    return { partitions: PARTITIONS, requests, durationMs, peakMib };
  } finally {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

export function isNarrow({ peakMib }: WideLag): boolean {
  return peakMib < MOST_MIB;
}

export function printWideLag(lag: WideLag): void {
  const { partitions, requests, durationMs, peakMib } = lag;
  const took = `${(durationMs / 1000).toFixed(1)} s, ${requests} requests, ${Math.round(peakMib)} MiB at its peak`;
  const said = `lag of ${partitions.toLocaleString("en")} partitions: ${took} (under ${MOST_MIB} MiB)`;
  process.stdout.write(`${isNarrow(lag) ? "met   " : "MISSED"} ${said}\n`);
}

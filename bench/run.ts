import { isProvisioned } from "../test/lab/provision/lab-folder.ts";
import { steps } from "../test/lab/provision/steps.ts";
import { streamingSteps } from "../test/lab/provision/streaming-steps.ts";
import { againstScript } from "./against-script.ts";
import { builtProgram } from "./built-program.ts";
import { startLabPlaces } from "./lab-place.ts";
import { isNarrow, manyPartitions, printWideLag } from "./many-partitions.ts";
import { isMet, type Measurement } from "./measurement.ts";
import { ownCost } from "./own-cost.ts";
import { printTable } from "./print-table.ts";
import { startUp } from "./start-up.ts";
import { realPartitions } from "./real-partitions.ts";
import { startStreamingPlace } from "./streaming-place.ts";

/** What bigops costs, beside what a user would do without it. Ratios within one run; the figures of the README come from here. */
async function measure(program: string): Promise<readonly Measurement[]> {
  const version = await startUp(program);
  if (!steps.every(isProvisioned)) {
    process.stderr.write("the other measurements need real servers: npm run lab\n");
    return [version];
  }
  process.stderr.write("starting a cluster, a Prometheus and a proxy …\n");
  const places = await startLabPlaces();
  try {
    return [
      version,
      // Nobody's laptop is the API server's machine.
      await ownCost(program, places.far, "40 ms away"),
      await againstScript(program, places.direct, "direct", { kind: "at most", value: 1.6 }),
      await againstScript(program, places.far, "40 ms away", { kind: "faster", value: 1.5 }),
    ];
  } finally {
    await places.close();
  }
}

/** The streaming runbook beside a REST call, Kafka's own tool and two queries. */
async function measureStreaming(program: string): Promise<readonly Measurement[]> {
  if (![...steps, ...streamingSteps].every(isProvisioned)) return [];
  process.stderr.write("starting Kafka and Flink …\n");
  const place = await startStreamingPlace();
  const measured: Measurement[] = [];
  const about = { runbook: "streaming-lag", against: "curl and Kafka's tool by hand" };
  try {
    measured.push(await againstScript(program, place, "direct", { kind: "faster", value: 10 }, about));
  } finally {
    await place.close();
  }
  return [...measured, await realPartitions(program)];
}

const program = builtProgram();
const measurements = [...(await measure(program)), ...(await measureStreaming(program))];
const wideLag = await manyPartitions(program);
printTable(measurements);
printWideLag(wideLag);
process.exitCode = measurements.every(isMet) && isNarrow(wideLag) ? 0 : 1;

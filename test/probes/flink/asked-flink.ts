import type { FlinkClient, FlinkJobSummary } from "../../../src/clients/flink-client.ts";
import { checkpoints, CONFIG, exception, job, NOW, subtask } from "./fixtures.ts";

export const signal = new AbortController().signal;
export const CLUSTER = { version: "2.3.0", taskManagers: 1, slotsTotal: 4, slotsAvailable: 2 };
export const WANTED = { job: "zipline", several: "inconclusive" } as const;

export const listed = (id: string, name: string, state = "RUNNING", startedAtMs = NOW): FlinkJobSummary => ({
  id,
  name,
  state,
  startedAtMs,
  endedAtMs: state === "RUNNING" ? null : startedAtMs + 1,
  tasks: { running: 1, total: 2 },
});

/** A Flink with these jobs; each is `job()`, and its metrics are those given. */
export function flinkWith(jobs: readonly FlinkJobSummary[], fields: object = {}): FlinkClient {
  return {
    jobs: async () => jobs,
    overview: async () => CLUSTER,
    job: async (id: string) => job({ id }),
    exceptions: async () => ({ entries: [exception("x")], truncated: true }),
    jobMetrics: async () => new Map(),
    checkpoints: async () => checkpoints(),
    checkpointConfig: async () => CONFIG,
    restartStrategy: async () => null,
    metricNames: async () => [],
    vertexSums: async () => new Map(),
    backpressure: async () => [subtask(0, 0, 1)],
    ...fields,
  } as unknown as FlinkClient;
}

import { createHash } from "node:crypto";
import type {
  FlinkCheckpoint,
  FlinkCheckpointConfig,
  FlinkCheckpoints,
  FlinkClient,
  FlinkJobSummary,
} from "../../../src/clients/flink-client.ts";
import { NOW } from "./stub-flink.ts";

export const signal = new AbortController().signal;
export const ID = /^[0-9a-f]{32}$/;
export const CLUSTER = { version: "2.3.0", taskManagers: 1, slotsTotal: 4, slotsAvailable: 2 };
export const CONFIG: FlinkCheckpointConfig = {
  intervalMs: 60_000,
  timeoutMs: 600_000,
  minPauseMs: 0,
  tolerableFailures: 0,
  unaligned: false,
  maxConcurrent: 1,
  alignedTimeoutMs: 0,
  keptAfter: { cancel: true, failure: true },
};

/** The environment's jar, by its content alone: its hash is what the plan knows it by. */
export const localJar = (content = "v1") => ({
  name: "zipline.jar",
  sha256: createHash("sha256").update(content).digest("hex"),
  bytes: new TextEncoder().encode(content),
});
export const JAR_NAME = `zipline-${localJar().sha256.slice(0, 12)}.jar`;

export function summary(fields: Partial<FlinkJobSummary> = {}): FlinkJobSummary {
  const state = fields.state ?? "CANCELED";
  const endedAtMs = ["RUNNING", "RESTARTING"].includes(state) ? null : NOW - 60_000;
  return { id: "d".repeat(32), name: "zipline", state, startedAtMs: NOW - 900_000, endedAtMs, tasks: {}, ...fields };
}

export function checkpoint(fields: Partial<FlinkCheckpoint> = {}): FlinkCheckpoint {
  return {
    id: 1,
    status: "COMPLETED",
    isSavepoint: false,
    triggeredAtMs: NOW - 90_000,
    durationMs: 10,
    stateSizeBytes: 1,
    path: "file:/c/1",
    isDiscarded: false,
    failedAtMs: null,
    failureMessage: null,
    ...fields,
  };
}

interface Known {
  readonly jobs?: readonly FlinkJobSummary[];
  readonly jars?: readonly string[];
  /** By the job's id; of others there are none. */
  readonly checkpoints?: Readonly<Record<string, readonly FlinkCheckpoint[]>>;
  readonly restored?: FlinkCheckpoints["latest"]["restored"];
  readonly jar?: ReturnType<typeof localJar>;
  readonly cluster?: typeof CLUSTER;
}

export function flinkThatKnows(known: Known): FlinkClient {
  return {
    jobs: async () => known.jobs ?? [],
    overview: async () => known.cluster ?? CLUSTER,
    localJar: async () => known.jar ?? localJar(),
    jars: async () => (known.jars ?? []).map((name) => ({ id: `id_${name}`, name, uploadedAtMs: NOW })),
    checkpoints: async (id: string) => ({
      counts: { completed: 0, failed: 0, inProgress: 0 },
      latest: { completed: null, savepoint: null, failed: null, restored: known.restored ?? null },
      history: known.checkpoints?.[id] ?? [],
    }),
    checkpointConfig: async () => CONFIG,
  } as unknown as FlinkClient;
}

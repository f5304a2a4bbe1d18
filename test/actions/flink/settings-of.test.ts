import { expect, test } from "vitest";
import { settingsOf } from "../../../src/actions/flink/plan-rerun.ts";
import type { FlinkCheckpointConfig } from "../../../src/clients/flink-client.ts";

const plain: FlinkCheckpointConfig = {
  intervalMs: 10_000,
  timeoutMs: 60_000,
  minPauseMs: 0,
  tolerableFailures: 0,
  unaligned: false,
  maxConcurrent: 1,
  alignedTimeoutMs: 0,
  keptAfter: { cancel: false, failure: false },
};
const rerun = { intervalMs: 20_000, timeoutMs: 120_000 };

// The names are those of Flink's configuration (execution.checkpointing.*).
test.each<[string, Partial<FlinkCheckpointConfig>, Readonly<Record<string, string>>]>([
  ["nothing of its own", {}, {}],
  ["a pause", { minPauseMs: 500 }, { "min-pause": "500 ms" }],
  ["patience", { tolerableFailures: 3 }, { "tolerable-failed-checkpoints": "3" }],
  ["several at once", { maxConcurrent: 2 }, { "max-concurrent-checkpoints": "2" }],
  [
    "unaligned after a while",
    { unaligned: true, alignedTimeoutMs: 30_000 },
    { "unaligned.enabled": "true", "aligned-checkpoint-timeout": "30000 ms" },
  ],
  ["unaligned at once", { unaligned: true }, { "unaligned.enabled": "true" }],
  ["aligned, however long that may take", { alignedTimeoutMs: 30_000 }, {}],
  [
    "kept whatever becomes of it",
    { keptAfter: { cancel: true, failure: true } },
    { "externalized-checkpoint-retention": "RETAIN_ON_CANCELLATION" },
  ],
  [
    "kept when it fails",
    { keptAfter: { cancel: false, failure: true } },
    { "externalized-checkpoint-retention": "DELETE_ON_CANCELLATION" },
  ],
])("a job that is run again keeps its checkpoint settings: %s", (_name, own, settings) => {
  const named = { interval: "20000 ms", timeout: "120000 ms", ...settings };
  expect(settingsOf({ ...plain, ...own }, rerun)).toEqual(
    Object.fromEntries(Object.entries(named).map(([name, value]) => [`execution.checkpointing.${name}`, value])),
  );
});

test("a job without periodic checkpoints is given no interval", () => {
  expect(settingsOf(plain, { ...rerun, intervalMs: null })).toEqual({ "execution.checkpointing.timeout": "120000 ms" });
});

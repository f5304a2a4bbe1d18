import fc from "fast-check";
import { expect, test } from "vitest";
import type { FlinkCheckpointConfig, FlinkCheckpoints, FlinkJob } from "../../../src/clients/flink-client.ts";
import { checkpointsObserved } from "../../../src/probes/flink/checkpoints-observed.ts";
import { judgeCheckpoints } from "../../../src/probes/flink/judge-checkpoints.ts";
import { checkpoint, checkpoints, choice, CONFIG, failedCheckpoint, job, NOW } from "./fixtures.ts";

const RULES = { job: "zipline-streaming", windowMs: 900_000, slowShare: 0.5, staleIntervals: 3, maxFailed: 1 };

function judge(of: FlinkCheckpoints, fields: { job?: FlinkJob; config?: Partial<FlinkCheckpointConfig> } = {}) {
  const detail = { job: fields.job ?? job(), checkpoints: of, config: { ...CONFIG, ...fields.config } };
  return judgeCheckpoints({ choice: choice(), detail }, RULES);
}
const ended = (agoMs: number, durationMs = 1_000) => ({ triggeredAtMs: NOW - agoMs - durationMs, durationMs });

test.each<[string, FlinkCheckpoints, Parameters<typeof judge>[1], string, RegExp]>([
  [
    "the newest completed lately",
    checkpoints(checkpoint(1, ended(30_000))),
    {},
    "pass",
    /^the last one completed 30 s ago, took 1 s$/,
  ],
  ["three intervals old is not stale", checkpoints(checkpoint(1, ended(180_000))), {}, "pass", /completed 3 min ago/],
  ["older is", checkpoints(checkpoint(1, ended(180_001))), {}, "fail", /completed 3 min ago \(limit 3 min\)/],
  ["half of the timeout is not slow", checkpoints(checkpoint(1, ended(1_000, 10_000))), {}, "pass", /took 10 s/],
  ["more is", checkpoints(checkpoint(1, ended(1_000, 10_001))), {}, "fail", /^slow: 10 s of at most 20 s/],
  [
    "one under way for more than half of it is slow too",
    checkpoints(
      checkpoint(2, { status: "IN_PROGRESS", triggeredAtMs: NOW - 12_000, durationMs: null }),
      checkpoint(1, ended(60_000)),
    ),
    {},
    "fail",
    /^slow: 12 s of at most 20 s/,
  ],
  [
    "one failed before others completed",
    checkpoints(checkpoint(2, ended(5_000)), failedCheckpoint(1, 65_000)),
    {},
    "pass",
    /./,
  ],
  [
    "two failed",
    checkpoints(checkpoint(3, ended(5_000)), failedCheckpoint(2, 65_000), failedCheckpoint(1, 125_000)),
    {},
    "fail",
    /^2 failed in 15 min: Checkpoint expired/,
  ],
  [
    "two failed long ago",
    checkpoints(checkpoint(3, ended(5_000)), failedCheckpoint(2, 901_000), failedCheckpoint(1, 961_000)),
    {},
    "pass",
    /./,
  ],
  [
    "the newest failed",
    checkpoints(failedCheckpoint(2, 5_000), checkpoint(1, ended(65_000))),
    {},
    "fail",
    /^1 failed in 15 min/,
  ],
  [
    "one early failure of a young job is no fault",
    checkpoints(failedCheckpoint(1, 5_000)),
    { job: job({}, 90_000) },
    "inconclusive",
    /^none has completed yet$/,
  ],
  [
    "and passes once one completed",
    checkpoints(checkpoint(2, ended(1_000)), failedCheckpoint(1, 5_000)),
    { job: job({}, 90_000) },
    "pass",
    /./,
  ],
  ["none at all, of a young job", checkpoints(), { job: job({}, 90_000) }, "inconclusive", /^none has completed yet$/],
  ["none at all, of an old one", checkpoints(), {}, "fail", /^none has completed yet \(limit 3 min\)$/],
  [
    "a job that was restarted just now is not stale, and nothing is known to complete",
    checkpoints(checkpoint(1, ended(7_200_000))),
    { job: job({}, 20_000) },
    "inconclusive",
    /^the last one completed 2 h ago \(limit 3 min\), and the job runs for only 20 s$/,
  ],
  [
    "nor where it has not run again",
    checkpoints(checkpoint(1, ended(7_200_000))),
    { job: job({ state: "RESTARTING", enteredAtMs: { RUNNING: NOW - 60_000, RESTARTING: NOW - 5_000 } }) },
    "inconclusive",
    /^the job is RESTARTING; the last one completed 2 h ago, took 1 s$/,
  ],
  [
    "one that completed before the job began to restart says nothing of the next",
    checkpoints(checkpoint(1, ended(30_000))),
    { job: job({ state: "RESTARTING" }, 20_000) },
    "inconclusive",
    /^the job is RESTARTING; the last one completed 30 s ago, took 1 s$/,
  ],
  [
    "a job that restarts and whose checkpoints failed",
    checkpoints(failedCheckpoint(3, 5_000), failedCheckpoint(2, 65_000)),
    { job: job({ state: "RESTARTING" }, 20_000) },
    "fail",
    /^the job is RESTARTING; 2 failed/,
  ],
  [
    "a savepoint is none of its checkpoints",
    checkpoints(checkpoint(2, { ...ended(1_000), isSavepoint: true }), checkpoint(1, ended(400_000))),
    {},
    "fail",
    /completed 7 min ago/,
  ],
  [
    "an interval that its duration and pause outlast",
    checkpoints(checkpoint(1, ended(100_000, 9_000))),
    { config: { intervalMs: 5_000, minPauseMs: 40_000 } },
    "pass",
    /./,
  ],
  ["periodic ones are off", checkpoints(), { config: { intervalMs: null } }, "inconclusive", /are off/],
  [
    "the job is over",
    checkpoints(checkpoint(1, ended(5_000))),
    { job: job({ state: "CANCELED" }) },
    "inconclusive",
    /^the job is CANCELED/,
  ],
])("%s", (_, of, fields, verdict, summary) => {
  const judged = judge(of, fields);
  expect(judged.verdict).toBe(verdict);
  expect(judged.summary).toMatch(summary);
  expect(checkpointsObserved.safeParse(judged.observed).success).toBe(true);
});

test("what is observed, in seconds and bytes", () => {
  const newest = checkpoint(3, { ...ended(30_000, 4_500), stateSizeBytes: 3_000 });
  const { observed, notes } = judge(checkpoints(newest, failedCheckpoint(2, 90_000), checkpoint(1, ended(150_000))));
  expect(observed).toMatchObject({
    lastCompletedAgeSeconds: 30,
    durationSeconds: 4.5,
    failed: 1,
    failureMessage: "Checkpoint expired before completing.",
    stateSizeBytes: 3_000,
    growth: 3,
    intervalSeconds: 60,
    timeoutSeconds: 20,
  });
  expect(notes).toHaveLength(2);
});

test("a pass has one that completed within the limits, and at most one that failed", () => {
  const one = fc.record({ failed: fc.boolean(), agoMs: fc.nat(400_000), durationMs: fc.nat(20_000) });
  fc.assert(
    fc.property(fc.array(one, { maxLength: 8 }), fc.integer({ min: 0, max: 600_000 }), (list, upMs) => {
      const sorted = [...list].sort((a, b) => a.agoMs - b.agoMs);
      const history = sorted.map(({ failed, agoMs, durationMs }, at) =>
        failed ? failedCheckpoint(100 - at, agoMs) : checkpoint(100 - at, ended(agoMs, durationMs)),
      );
      const { verdict } = judge(checkpoints(...history), { job: job({}, upMs) });
      if (verdict !== "pass") return;
      const newest = sorted.find(({ failed }) => !failed);
      expect(newest).toBeDefined();
      expect(newest?.durationMs).toBeLessThanOrEqual(10_000);
      expect(newest?.agoMs).toBeLessThanOrEqual(180_000);
      expect(sorted.filter(({ failed }) => failed).length).toBeLessThanOrEqual(1);
    }),
  );
});

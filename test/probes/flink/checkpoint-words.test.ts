import { describe, expect, test } from "vitest";
import type { FlinkCheckpoints, FlinkJob } from "../../../src/clients/flink-client.ts";
import { judgeCheckpoints } from "../../../src/probes/flink/judge-checkpoints.ts";
import { checkpoint, checkpoints, choice, failedCheckpoint, job } from "./fixtures.ts";
import { ended, judge, MINUTE, RULES } from "./judged-checkpoints.ts";

test("one completed lately: the whole judgement", () => {
  expect(judge(checkpoints(checkpoint(1, ended(30_000, 4_500))))).toEqual({
    verdict: "pass",
    summary: "the last one completed 30 s ago, took 5 s",
    observed: {
      lastCompletedAgeSeconds: 30,
      durationSeconds: 4.5,
      failed: 0,
      failureMessage: null,
      failing: false,
      slow: false,
      stale: false,
      stateSizeBytes: 1_000,
      growth: null,
      intervalSeconds: 60,
      timeoutSeconds: 20,
      jobId: "0".repeat(32),
      state: "RUNNING",
    },
    evidence: [
      { what: "age of the newest completed", value: 30, unit: "s", limit: 180 },
      { what: "duration", value: 4.5, unit: "s", limit: 10 },
      { what: "failed within the window", value: 0, limit: 1 },
      { what: "state", value: 1_000, unit: "bytes" },
    ],
    flip: "a checkpoint that fails again, takes over half of its timeout, or does not come",
    notes: [],
  });
});

test("no job: nothing is observed, and no limit is said", () => {
  const none = choice({ chosen: null, running: 0, others: [] });
  expect(judgeCheckpoints({ choice: none, detail: null }, RULES)).toEqual({
    verdict: "inconclusive",
    summary: 'no job is named "zip*"; the JobManager knows no other either',
    observed: {
      lastCompletedAgeSeconds: null,
      durationSeconds: null,
      failureMessage: null,
      stateSizeBytes: null,
      growth: null,
      intervalSeconds: null,
      timeoutSeconds: null,
      jobId: null,
      state: null,
    },
    evidence: [
      { what: "age of the newest completed", value: null, unit: "s" },
      { what: "duration", value: null, unit: "s" },
      { what: "failed within the window", value: null, limit: 1 },
      { what: "state", value: null, unit: "bytes" },
    ],
    flip: "a checkpoint that completes in time, and none that fails",
    notes: [],
  });
});

describe("notes", () => {
  const well = checkpoint(9, ended(5_000));
  test.each<[string, FlinkCheckpoints, FlinkJob, readonly string[]]>([
    [
      "one failed, and they complete again",
      checkpoints(well, failedCheckpoint(1, MINUTE)),
      job(),
      ["1 failed in 15 min; they complete again"],
    ],
    [
      "one failed, and they come no more",
      checkpoints(checkpoint(2, ended(400_000)), failedCheckpoint(1, 500_000)),
      job(),
      ["1 failed in 15 min"],
    ],
    ["what fails is in the summary", checkpoints(failedCheckpoint(1, MINUTE)), job(), []],
    [
      "half as much again",
      checkpoints({ ...well, stateSizeBytes: 1_500 }, checkpoint(1, ended(MINUTE))),
      job(),
      ["the state grew to 1.5 times the size of the oldest checkpoint that is still known"],
    ],
    ["a little more", checkpoints({ ...well, stateSizeBytes: 1_490 }, checkpoint(1, ended(MINUTE))), job(), []],
  ])("%s", (_what, of, one, notes) => {
    expect(judge(of, {}, one).notes).toEqual(notes);
  });
});

test("the growth is observed to a hundredth, and unknown beside an empty state or none", () => {
  const newest = { ...checkpoint(2, ended(5_000)), stateSizeBytes: 2_000 };
  const growth = (...older: readonly number[]) => {
    const others = older.map((stateSizeBytes, at) => checkpoint(1 - at, { ...ended(MINUTE), stateSizeBytes }));
    return judge(checkpoints(newest, ...others)).observed["growth"];
  };
  expect([growth(3_000), growth(500, 3_000), growth(0), growth()]).toEqual([0.67, 0.67, null, null]);
});

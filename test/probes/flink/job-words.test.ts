import { describe, expect, test } from "vitest";
import { CAUSE, failures, judge, MINUTE } from "./judged-job.ts";
import { choice, exception, job, NOW } from "./fixtures.ts";

test("a job that is well: what is observed, the evidence, and what would change it", () => {
  const { observed, ...judged } = judge({ pendingRecords: 12 });
  expect(judged).toMatchObject({
    verdict: "pass",
    summary: "RUNNING for 60 min, 6 of 6 tasks",
    flip: "a task that does not run, or one restart too many",
    notes: [],
  });
  expect(observed).toMatchObject({
    state: "RUNNING",
    jobId: "0".repeat(32),
    name: "zipline-streaming",
    uptimeSeconds: 3_600,
    restarts: 0,
    rootCause: null,
    running: 1,
    matching: ["zipline-streaming"],
    tasksRunning: 6,
    tasksTotal: 6,
    taskManagers: 1,
    slotsTotal: 4,
    slotsAvailable: 2,
    pendingRecords: 12,
  });
  expect(judged.evidence.slice(0, 4)).toEqual([
    { what: "state", value: "RUNNING", limit: "RUNNING" },
    { what: "tasks running", value: 6, limit: 6 },
    { what: "restarts within the window", value: 0, limit: 2 },
    { what: "slots available", value: 2, limit: 4 },
  ]);
  expect(judged.evidence.at(-1)).toEqual({ what: "left to fetch by its sources", value: 12, unit: "records" });
});

test("a job that failed: why and since when, with the evidence of it", () => {
  const failed = job({ state: "FAILED", endedAtMs: NOW - 2 * MINUTE });
  const judged = judge({ job: failed, exceptions: [exception(CAUSE)], tasks: {} });
  expect(judged).toMatchObject({
    verdict: "fail",
    summary: "FAILED, since 2 min: IllegalStateException: no price",
    flip: "all tasks of one job running",
    observed: { state: "FAILED", uptimeSeconds: null, tasksRunning: null, tasksTotal: null },
  });
  expect(judged.evidence).toContainEqual({ what: "root cause", value: "IllegalStateException: no price" });
  expect(judged.evidence.map(({ what }) => what)).not.toContain("tasks running");
  expect(judge({ job: job({ state: "FAILED" }) }).summary).toBe("FAILED");
});

test("no job of that name: nothing of one is observed, and the cluster is shown all the same", () => {
  const none = choice({ chosen: null, running: 0, matching: [], others: [] });
  const judged = judge(null, { choice: none });
  expect(judged).toMatchObject({
    verdict: "fail",
    summary: 'no job is named "zip*"; the JobManager knows no other either',
    notes: [],
    observed: {
      state: null,
      jobId: null,
      name: null,
      uptimeSeconds: null,
      restarts: null,
      rootCause: null,
      running: 0,
    },
  });
  expect(judged.evidence).toEqual([
    { what: "state", value: null, limit: "RUNNING" },
    { what: "slots available", value: 2, limit: 4 },
  ]);
});

describe("how often it was restarted is said", () => {
  test.each([
    [1, "once"],
    [2, "twice"],
    [3, "3 times"],
  ])("%i times", (count, words) => {
    const detail = { restartsTotal: count, exceptions: failures(count) };
    const { summary, verdict } = judge(detail, {}, { maxRestarts: count - 1 });
    expect([verdict, summary]).toEqual([
      "fail",
      `RUNNING, restarted ${words} in 10 min (limit ${count - 1}): IllegalStateException: no price`,
    ]);
    expect(judge(detail, {}, { maxRestarts: count }).notes).toEqual([`restarted ${words} in 10 min`]);
  });

  test("at least, where Flink keeps no more", () => {
    expect(judge({ restartsTotal: 90, exceptions: failures(16) }).summary).toContain("restarted at least 16 times");
  });

  test("with so much of its cause as fits a line", () => {
    const long = `x.LongException: ${"word ".repeat(60)}`;
    const { summary, observed } = judge({ restartsTotal: 3, exceptions: [1, 2, 3].map((at) => exception(long, at)) });
    const cause = String(observed["rootCause"]);
    expect(cause.length).toBeGreaterThan(120);
    expect(summary).toBe(`RUNNING, restarted 3 times in 10 min (limit 2): ${cause.slice(0, 120)}`);
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JobDetail, JobFacts } from "../../../src/probes/flink/job-facts.ts";
import { jobObserved } from "../../../src/probes/flink/job-observed.ts";
import { judgeJob } from "../../../src/probes/flink/judge-job.ts";
import { choice, exception, job, NOW } from "./fixtures.ts";

const MINUTE = 60_000;
const RULES = {
  job: "zipline-streaming",
  windowMs: 10 * MINUTE,
  startupMs: MINUTE,
  maxRestarts: 2,
  none: "fail",
} as const;
const cluster = { version: "2.3.0", taskManagers: 1, slotsTotal: 4, slotsAvailable: 2 };
const ALL = { running: 6, total: 6 };
const CAUSE = "java.lang.IllegalStateException: entity user_88 has no price\n\tat x.Y";

function facts(detail: Partial<JobDetail> = {}): JobFacts {
  return {
    choice: choice(),
    cluster,
    job: {
      job: job(),
      tasks: ALL,
      exceptions: [],
      exceptionsTruncated: false,
      restartsTotal: 0,
      rescalesTotal: 0,
      pendingRecords: null,
      strategy: null,
      ...detail,
    },
  };
}

const failures = (count: number, eachMs = MINUTE) =>
  Array.from({ length: count }, (_, at) => exception(CAUSE, (at + 1) * eachMs));

test.each<[string, Partial<JobDetail>, string, RegExp]>([
  ["all tasks run", {}, "pass", /^RUNNING for 60 min, 6 of 6 tasks$/],
  [
    "a source's subtask without a part to read",
    { tasks: { running: 5, finished: 1, total: 6 } },
    "pass",
    /5 of 6 tasks, 1 had nothing/,
  ],
  ["one task does not run", { tasks: { running: 5, total: 6 } }, "fail", /5 of 6 tasks run/],
  ["all are finished, and it says RUNNING", { tasks: { finished: 6, total: 6 } }, "fail", /0 of 6/],
  ["no tasks at all", { tasks: {} }, "fail", /0 of 0/],
  [
    "it restarts, and failed before",
    { job: job({ state: "RESTARTING" }, 5_000), tasks: {}, restartsTotal: 2, exceptions: failures(2) },
    "fail",
    /^RESTARTING for 5 s/,
  ],
  [
    "it was cancelled",
    { job: job({ state: "CANCELED", endedAtMs: NOW - 5 * MINUTE }) },
    "fail",
    /^CANCELED, since 5 min$/,
  ],
  ["it finished", { job: job({ state: "FINISHED", endedAtMs: NOW }) }, "fail", /^FINISHED/],
  [
    "a new one that is being deployed",
    { job: job({ state: "CREATED", startedAtMs: NOW - 5_000 }, 5_000), tasks: {} },
    "inconclusive",
    /^CREATED for 5 s/,
  ],
  [
    "one that is not deployed after a minute",
    { job: job({ state: "CREATED", startedAtMs: NOW - 61_000 }, 61_000), tasks: {} },
    "fail",
    /^CREATED for 61 s/,
  ],
  ["two restarts are allowed", { restartsTotal: 2, exceptions: failures(2) }, "pass", /^RUNNING/],
  [
    "three are not",
    { restartsTotal: 3, exceptions: failures(3) },
    "fail",
    /restarted 3 times in 10 min \(limit 2\): IllegalStateException/,
  ],
  ["old ones do not count", { restartsTotal: 9, exceptions: failures(9, 11 * MINUTE) }, "pass", /^RUNNING/],
])("%s", (_, detail, verdict, summary) => {
  const judged = judgeJob(facts(detail), RULES);
  expect(judged.verdict).toBe(verdict);
  expect(judged.summary).toMatch(summary);
  expect(jobObserved.safeParse(judged.observed).success).toBe(true);
});

describe("restarts", () => {
  const restarts = (detail: Partial<JobDetail>) => judgeJob(facts(detail), RULES).observed["restarts"];
  const young = job({ startedAtMs: NOW - 5 * MINUTE }, MINUTE);

  test("of a job younger than the window are the counter less its rescales", () => {
    expect(restarts({ job: young, restartsTotal: 5, rescalesTotal: 4, exceptions: failures(1) })).toBe(1);
  });
  test("of an older one are the failures within the window, at most the counter", () => {
    expect(restarts({ restartsTotal: 40, exceptions: failures(3) })).toBe(3);
    expect(restarts({ restartsTotal: 1, exceptions: failures(3) })).toBe(1);
  });
  test("of which Flink kept only the last 16 are at least those", () => {
    const judged = judgeJob(
      facts({ restartsTotal: 90, exceptions: failures(16, 1_000), exceptionsTruncated: true }),
      RULES,
    );
    expect(judged.summary).toMatch(/at least 16 times/);
  });
});

describe("what Flink does after a failure", () => {
  const every = (minutes: number, attempts: number | null = null) => ({
    strategy: { words: "of a test", delayMs: minutes * MINUTE, attempts },
  });
  const seen = (count: number, strategy: Partial<JobDetail>) =>
    judgeJob(facts({ restartsTotal: count, exceptions: failures(count), ...strategy }), RULES);

  test.each([
    // In ten minutes 10, 3, 2, 1 and 0 such delays fit; more than two restarts are allowed to be seen only of the first two.
    ["two restarts, a minute apart, are allowed", 2, every(1), "pass"],
    ["nor are they too many where three would fit", 2, every(3), "pass"],
    ["two are all that fit: it fails again and again", 2, every(5), "fail"],
    ["one of two that fit is one failure", 1, every(5), "pass"],
    ["one is all that fits: whether it will fail again nobody knows", 1, every(10), "inconclusive"],
    ["one, where not even one fits", 1, every(20), "inconclusive"],
    ["none", 0, every(10), "pass"],
  ])("%s", (_, count, strategy, verdict) => {
    expect(seen(count, strategy).verdict).toBe(verdict);
  });

  test("says how often, and why that is all that there can be", () => {
    expect(seen(2, every(5)).summary).toBe(
      "RUNNING, restarted twice in 10 min, as often as Flink's delay of 5 min allows: IllegalStateException: entity <*> has no price",
    );
  });

  test.each([
    [1, 3, 2, "Flink restarts it twice more, then gives up"],
    [3, 3, 0, "the next failure ends it: Flink gives up"],
    [1, 1_000_000, 999_999, null],
    [1, null, null, null],
  ])("after %d of %s restarts %s are left", (count, attempts, left, note) => {
    const judged = seen(count, every(0.1, attempts));
    expect(judged.observed["restartsLeft"]).toBe(left);
    expect(judged.notes.filter((text) => /Flink/.test(text))).toEqual(note === null ? [] : [note]);
  });

  test("a rescale uses none of them up", () => {
    const judged = judgeJob(facts({ ...every(0.1, 3), restartsTotal: 3, rescalesTotal: 2 }), RULES);
    expect(judged.observed["restartsLeft"]).toBe(2);
  });
});

describe("the root cause", () => {
  const cause = (detail: Partial<JobDetail>) => judgeJob(facts(detail), RULES).observed["rootCause"];
  const suppressed = "org.apache.flink.runtime.JobException: Recovery is suppressed by NoRestartBackoffTimeStrategy";
  const failed = job({ state: "FAILED", endedAtMs: NOW });

  test("keeps the class and what is said, and no value", () => {
    expect(cause({ job: failed, exceptions: [exception(CAUSE)] })).toBe(
      "IllegalStateException: entity <*> has no price",
    );
  });
  test("is not that recovery is suppressed: in the trace, beside it, or before it", () => {
    const told = /^IllegalStateException/;
    expect(cause({ job: failed, exceptions: [exception(`${suppressed}\n\tat x\nCaused by: ${CAUSE}`)] })).toMatch(told);
    const beside = { name: "x", stackTrace: CAUSE, atMs: NOW, task: null };
    expect(cause({ job: failed, exceptions: [exception(suppressed, 1, [beside])] })).toMatch(told);
    expect(cause({ job: failed, exceptions: [exception(suppressed), exception(CAUSE, 50_000)] })).toMatch(told);
    expect(cause({ job: failed, exceptions: [exception(suppressed)] })).toMatch(/^JobException/);
  });
  test("of a job that runs is of the window; of one that failed however old", () => {
    const old = [exception(CAUSE, 60 * MINUTE)];
    expect(cause({ exceptions: old })).toBeNull();
    expect(cause({ job: failed, exceptions: old })).toMatch(/^IllegalStateException/);
  });
});

describe("no job, and several", () => {
  const nothing = { choice: choice({ chosen: null, running: 0, matching: [] }), cluster, job: null };
  const several = { choice: choice({ chosen: null, running: 2, matching: ["a", "b"] }), cluster, job: null };

  test.each(["fail", "inconclusive", "pass"] as const)("none is what the check says: %s", (none) => {
    expect(judgeJob(nothing, { ...RULES, none }).verdict).toBe(none);
  });
  test("several decide nothing, whatever none is", () => {
    expect(judgeJob(several, { ...RULES, none: "pass" })).toMatchObject({
      verdict: "inconclusive",
      summary: '2 running jobs are named "zipline-streaming": a, b',
      observed: { running: 2, state: null },
    });
  });
});

test("never passes unless it is RUNNING and each task runs or has finished", () => {
  const states = fc.constantFrom("RUNNING", "RESTARTING", "CREATED", "FAILED", "CANCELED", "FINISHED", "SOMETHING-NEW");
  fc.assert(
    fc.property(
      states,
      fc.nat(8),
      fc.nat(8),
      fc.nat(8),
      fc.nat(20),
      (state, running, finished, more, restartsTotal) => {
        const total = running + finished + more;
        const given = { job: job({ state }, 5_000), tasks: { running, finished, total }, restartsTotal };
        const { verdict } = judgeJob(facts(given), RULES);
        const well = state === "RUNNING" && running > 0 && more === 0;
        expect(verdict === "pass").toBe(well);
      },
    ),
  );
});

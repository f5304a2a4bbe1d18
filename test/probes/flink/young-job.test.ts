import { describe, expect, test } from "vitest";
import type { JobDetail, JobFacts } from "../../../src/probes/flink/job-facts.ts";
import { CAUSE, CLUSTER, failures, judge } from "./judged-job.ts";
import { choice, exception, job, NOW } from "./fixtures.ts";

describe("a job that begins has a minute", () => {
  const begun = (state: string, sinceMs: number, startedMs = sinceMs) =>
    job({ state, startedAtMs: NOW - startedMs, enteredAtMs: { [state]: NOW - sinceMs } });
  test.each<[string, number, number, string]>([
    ["CREATED", 59_999, 59_999, "inconclusive"],
    ["CREATED", 60_000, 60_000, "fail"],
    ["INITIALIZING", 5_000, 5_000, "inconclusive"],
    ["RECONCILING", 5_000, 5_000, "inconclusive"],
    ["RUNNING", 5_000, 5_000, "inconclusive"],
    // It entered its state just now, and began long ago.
    ["RUNNING", 5_000, 60_000, "fail"],
    ["RESTARTING", 60_000, 60_000, "fail"],
    ["FAILING", 5_000, 5_000, "fail"],
  ])("%s for %i ms, begun %i ms ago", (state, sinceMs, startedMs, verdict) => {
    const { verdict: judged, summary } = judge({
      job: begun(state, sinceMs, startedMs),
      tasks: { running: 2, total: 6 },
    });
    expect(judged).toBe(verdict);
    expect(summary).toBe(`${state} for ${sinceMs < 10_000 ? "5 s" : "60 s"}, 2 of 6 tasks run`);
  });

  test("but not once it was restarted twice, and what failed is said", () => {
    const detail = {
      job: begun("CREATED", 5_000),
      restartsTotal: 2,
      exceptions: [exception(CAUSE), exception(CAUSE, 3_000)],
      tasks: {},
    };
    const { verdict, summary } = judge(detail);
    expect([verdict, summary]).toEqual(["fail", "CREATED for 5 s, 0 of 0 tasks run: IllegalStateException: no price"]);
  });

  test("counted from its begin, where it is not told when it entered its state", () => {
    const { summary } = judge({ job: job({ enteredAtMs: {}, startedAtMs: NOW - 30_000 }) });
    expect(summary).toBe("RUNNING for 30 s, 6 of 6 tasks");
  });
});

test.each<[string, Partial<JobDetail>, Partial<JobFacts>, readonly string[]]>([
  ["nothing", {}, { cluster: { ...CLUSTER, slotsAvailable: 0 } }, []],
  [
    "no slot is left, while the job is not well",
    { tasks: { running: 5, total: 6 } },
    { cluster: { ...CLUSTER, slotsAvailable: 0 } },
    ["all 4 slots are taken: a job that needs more cannot start"],
  ],
  [
    "no TaskManager is there, which leaves no slot either",
    { tasks: {} },
    { cluster: { ...CLUSTER, taskManagers: 0, slotsAvailable: 0 } },
    ["the JobManager has no TaskManager: nothing can run"],
  ],
  [
    "another of that name runs",
    {},
    { choice: choice({ running: 2 }) },
    ["2 jobs of that name run; this is the newest"],
  ],
  ["restarts of a job that is not well are in its summary", { restartsTotal: 3, exceptions: failures(3) }, {}, []],
])("it is noted that %s", (_what, detail, facts, notes) => {
  expect(judge(detail, facts).notes).toEqual(notes);
});

test.each([
  [job({}, 3_649), 3.6],
  [job({}, -2_000), 0],
  [job({ enteredAtMs: {} }), null],
  [job({ state: "RESTARTING" }, 5_000), null],
])("how long it runs is observed to a tenth of a second: %#", (of, seconds) => {
  expect(judge({ job: of }).observed["uptimeSeconds"]).toBe(seconds);
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JobDetail } from "../../../src/probes/flink/job-facts.ts";
import { exception, job } from "./fixtures.ts";
import { CAUSE, CLUSTER, failures, judge, MINUTE } from "./judged-job.ts";

const SECOND = 1_000;
const delayed = (seconds: number) => ({ words: "of a test", delayMs: seconds * SECOND, attempts: null });

/** Seen so long after its only failure of late, which the counter has taken in. */
function failedOnce(agoMs: number, state = "RESTARTING"): Partial<JobDetail> {
  const tasks = { running: 0, total: 6 };
  return { job: job({ state }, agoMs), tasks, restartsTotal: 1, exceptions: [exception(CAUSE, agoMs)] };
}

/** A new job has a minute (`startup`) until its tasks run; so has one that was restarted, after its strategy's delay. */
describe("a job that failed once is neither well nor failing until it has had the time to come back", () => {
  test.each<[string, Partial<JobDetail>, string]>([
    ["within the delay", { ...failedOnce(5 * SECOND), strategy: delayed(10) }, "inconclusive"],
    ["after the delay, while its tasks begin", { ...failedOnce(69_999), strategy: delayed(10) }, "inconclusive"],
    ["when that time is over", { ...failedOnce(70 * SECOND), strategy: delayed(10) }, "fail"],
    ["within a long delay", { ...failedOnce(5 * MINUTE), strategy: delayed(300) }, "inconclusive"],
    ["whose delay is not told: a minute", failedOnce(59_999), "inconclusive"],
    ["whose delay is not told: no more than that", failedOnce(MINUTE), "fail"],
    ["that is restarted already, and deployed", failedOnce(5 * SECOND, "CREATED"), "inconclusive"],
    ["whose tasks begin", failedOnce(5 * SECOND, "RUNNING"), "inconclusive"],
    ["before the counter says so", { ...failedOnce(5 * SECOND), restartsTotal: 0 }, "inconclusive"],
    ["of which nobody counts", { ...failedOnce(5 * SECOND), restartsTotal: null }, "inconclusive"],
    ["whose failure is not listed yet", { ...failedOnce(5 * SECOND), exceptions: [] }, "inconclusive"],
  ])("%s", (_, detail, verdict) => {
    expect(judge(detail).verdict).toBe(verdict);
  });

  test("which is said, with how long that is and what failed", () => {
    expect(judge({ ...failedOnce(5 * SECOND), strategy: delayed(10) }).summary).toBe(
      "RESTARTING for 5 s, 0 of 6 tasks run; it failed once, and has 70 s to come back: IllegalStateException: no price",
    );
  });

  test.each<[string, Partial<JobDetail>]>([
    ["a second failure within the window", { restartsTotal: 2, exceptions: failures(2) }],
    ["a second one that the counter lags behind", { restartsTotal: 0, exceptions: failures(2) }],
    [
      "a second one that is not listed",
      { job: job({ state: "RESTARTING", startedAtMs: job().nowMs - MINUTE }, 5_000), restartsTotal: 2 },
    ],
    ["one that goes on to its end", { job: job({ state: "FAILING" }, 5 * SECOND) }],
  ])("but not with %s", (_, detail) => {
    expect(judge({ ...failedOnce(5 * SECOND), ...detail }).verdict).toBe("fail");
  });

  test("nor without a TaskManager: it has nothing to come back on", () => {
    const judged = judge(failedOnce(5 * SECOND), { cluster: { ...CLUSTER, taskManagers: 0, slotsAvailable: 0 } });
    expect(judged.verdict).toBe("fail");
  });

  test("one further back than the window is another matter", () => {
    const old = { ...failedOnce(11 * MINUTE), job: job({ state: "RUNNING" }, 5 * SECOND) };
    expect(judge(old).verdict).toBe("fail");
  });

  test("once all its tasks run again it is well, and that it was restarted is noted", () => {
    const back = { ...failedOnce(5 * SECOND, "RUNNING"), tasks: { running: 6, total: 6 } };
    expect(judge(back)).toMatchObject({ verdict: "pass", notes: ["restarted once in 10 min"] });
  });

  test("whatever it failed once by: it never passes unless all its tasks run", () => {
    fc.assert(
      fc.property(
        fc.nat(600_000),
        fc.nat(300),
        fc.constantFrom("RESTARTING", "CREATED", "RUNNING"),
        (ago, delay, state) => {
          expect(judge({ ...failedOnce(ago, state), strategy: delayed(delay) }).verdict).not.toBe("pass");
        },
      ),
    );
  });
});

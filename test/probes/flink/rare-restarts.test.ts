import { describe, expect, test } from "vitest";
import { ClientError } from "../../../src/clients/client-error.ts";
import type { JobDetail } from "../../../src/probes/flink/job-facts.ts";
import { restartStrategyOf } from "../../../src/probes/flink/restart-strategy.ts";
import { flinkWith, signal } from "./asked-flink.ts";
import { CAUSE, failures, judge, MINUTE } from "./judged-job.ts";
import { exception, job, NOW } from "./fixtures.ts";

const WORDS = "Restart with fixed delay (PT5M). #5 restart attempts.";
const strategy = (fields: Partial<NonNullable<JobDetail["strategy"]>> = {}) => ({
  words: WORDS,
  delayMs: null,
  attempts: null,
  ...fields,
});

describe("two restarts within ten minutes are allowed, but not where Flink's delay leaves room for no more", () => {
  const because = ": IllegalStateException: no price";
  test.each<[string, number, number | null, string, string]>([
    [
      "as many as there is room for",
      2,
      5,
      "fail",
      `restarted twice in 10 min, as often as Flink's delay of 5 min allows${because}`,
    ],
    ["one of two", 1, 5, "pass", "6 of 6 tasks"],
    [
      "one, where there is room for one: nobody knows",
      1,
      10,
      "inconclusive",
      `restarted once in 10 min, as often as Flink's delay of 10 min allows${because}`,
    ],
    ["none, where there is room for none", 0, 11, "pass", "6 of 6 tasks"],
    ["room for three", 2, 3, "pass", "6 of 6 tasks"],
    ["a delay that is not told", 2, null, "pass", "6 of 6 tasks"],
  ])("%s", (_what, count, minutes, verdict, words) => {
    const delayMs = minutes === null ? null : minutes * MINUTE;
    const judged = judge({ restartsTotal: count, exceptions: failures(count), strategy: strategy({ delayMs }) });
    expect(judged.verdict).toBe(verdict);
    expect(judged.summary).toContain(words);
  });

  test("a job that does not run is judged by that", () => {
    const detail = { restartsTotal: 2, exceptions: failures(2), strategy: strategy({ delayMs: 5 * MINUTE }) };
    const { verdict, summary } = judge({ ...detail, job: job({ state: "RESTARTING" }, 5_000), tasks: {} });
    expect([verdict, summary]).toEqual([
      "fail",
      "RESTARTING for 5 s, 0 of 0 tasks run: IllegalStateException: no price",
    ]);
  });
});

describe("how many more failures a job survives", () => {
  const begun = { startedAtMs: NOW - 60 * MINUTE };
  test.each<[string, Partial<JobDetail>, number | null]>([
    ["those that are left", { restartsTotal: 2, strategy: strategy({ attempts: 5 }) }, 3],
    ["rescales are none", { restartsTotal: 4, rescalesTotal: 3, strategy: strategy({ attempts: 5 }) }, 4],
    ["nor fewer than none", { restartsTotal: 1, rescalesTotal: 3, strategy: strategy({ attempts: 5 }) }, 5],
    ["rescales that are not told", { restartsTotal: 2, rescalesTotal: null, strategy: strategy({ attempts: 5 }) }, 3],
    ["none", { restartsTotal: 7, strategy: strategy({ attempts: 5 }) }, 0],
    ["none, whatever happened before", { restartsTotal: null, strategy: strategy({ attempts: 0 }) }, 0],
    ["unknown, where nobody counts", { restartsTotal: null, strategy: strategy({ attempts: 5 }) }, null],
    ["without a limit", { strategy: strategy() }, null],
    ["not told", { strategy: null }, null],
    ["it is over", { job: job({ ...begun, state: "FAILED" }), strategy: strategy({ attempts: 5 }) }, null],
  ])("%s", (_what, detail, left) => {
    expect(judge(detail).observed["restartsLeft"]).toBe(left);
  });

  test.each<[number, number, number, readonly string[]]>([
    [5, 1, 1, ["restarted once in 10 min", "Flink restarts it 4 times more, then gives up"]],
    [1, 1, 1, ["restarted once in 10 min", "the next failure ends it: Flink gives up"]],
    [10, 1, 1, ["restarted once in 10 min", "Flink restarts it 9 times more, then gives up"]],
    [11, 1, 1, ["restarted once in 10 min"]],
    [5, 1, 0, []],
  ])("of %i attempts, %i taken, %i of late, it is noted", (attempts, restartsTotal, late, notes) => {
    expect(judge({ restartsTotal, exceptions: failures(late), strategy: strategy({ attempts }) }).notes).toEqual(notes);
  });

  test("what Flink does after a failure stands in the evidence, where it is told", () => {
    expect(judge({ strategy: strategy() }).evidence).toContainEqual({ what: "after a failure", value: WORDS });
    expect(judge({ strategy: null }).evidence.map(({ what }) => what)).not.toContain("after a failure");
  });
});

describe("the failure that counts", () => {
  const old = (agoMs: number) => [exception(CAUSE, agoMs)];
  test.each<[string, Partial<JobDetail>, string | null]>([
    [
      "of a job that is failing, however old",
      { job: job({ state: "FAILING" }), exceptions: old(60 * MINUTE) },
      "no price",
    ],
    ["of one that runs, at the window's edge", { exceptions: old(10 * MINUTE) }, "no price"],
    ["not before it", { exceptions: old(10 * MINUTE + 1) }, null],
  ])("%s", (_what, detail, words) => {
    const cause = judge(detail).observed["rootCause"];
    expect(cause).toEqual(words === null ? null : `IllegalStateException: ${words}`);
  });
});

describe("the restart strategy is an advisory word", () => {
  test("as Flink has it, or none", async () => {
    const told = flinkWith([], { restartStrategy: async () => WORDS });
    expect(await restartStrategyOf(told, "a", signal)).toEqual({ words: WORDS, delayMs: 300_000, attempts: 5 });
    expect(await restartStrategyOf(flinkWith([]), "a", signal)).toBeNull();
  });

  test("none where it cannot be asked; a defect, and a check that was given up, are not swallowed", async () => {
    const refusing = flinkWith([], { restartStrategy: () => Promise.reject(new ClientError("timeout", "no", "")) });
    expect(await restartStrategyOf(refusing, "a", signal)).toBeNull();
    await expect(restartStrategyOf(refusing, "a", AbortSignal.abort())).rejects.toThrow("no");
    const broken = flinkWith([], { restartStrategy: () => Promise.reject(new TypeError("a defect")) });
    await expect(restartStrategyOf(broken, "a", signal)).rejects.toThrow("a defect");
  });
});

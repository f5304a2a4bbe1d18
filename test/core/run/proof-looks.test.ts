import { describe, expect, test } from "vitest";
import type { Verdict } from "../../../src/core/check/verdict.ts";
import { deadlines } from "../../../src/core/run/machine.ts";
import { guardedRunbook, guardedStart } from "./guarded-runbook.ts";
import { result } from "./sample-events.ts";
import { offered, Story, troubled } from "./story.ts";

const woke = { type: "woke", jumpedMs: 0 } as const;

/** Answers what a round asks, of which the guard may be told otherwise: its verdict, and how long its window is. */
function tell(story: Story, purpose: string, verdicts: Readonly<Record<string, Verdict>>, latencyMs = 0): Story {
  for (const round of story.state?.rounds.filter((one) => one.purpose === purpose) ?? [])
    for (const check of round.checks) {
      const told = result(verdicts[check] ?? "pass", story.atMs, check === "latency" ? latencyMs : 0);
      story.tell(0, { type: "checked", round: round.id, check, result: told });
    }
  return story;
}

/** How long a change has that must not break `latency`, in seconds from its write on. */
function seconds(before: Verdict, latencyMs = 0): number {
  const story = tell(new Story("none", guardedStart()), "diagnosis", troubled, latencyMs).plan().approve();
  tell(story, "recheck", { ...troubled, latency: before })
    .plan()
    .applied();
  return ((story.state?.proposals[0]?.deadlineMs ?? 0) - story.atMs) / 1_000;
}

describe("until when a change with a guard has to be proved", () => {
  test("one look more than without: it may fail for the first time in the last one", () => {
    // 600 s to complete, and looks 15 s apart.
    expect(seconds("pass")).toBe(600 + 4 * 15);
  });

  test("its window counts as that of a symptom does", () => {
    expect(seconds("pass", 90_000)).toBe(600 + 4 * 15 + 90);
  });

  test("none more where it cannot be broken, and its window does not count", () => {
    expect(seconds("fail", 90_000)).toBe(600 + 3 * 15);
  });
});

test("a guard whose window is longer holds no pass of the symptoms up", () => {
  const story = new Story("none", guardedStart()).answer(troubled).plan().approve();
  story.answer(troubled).plan().applied().completed().tell(15, woke);
  tell(story, "verification", {}, 90_000);
  expect(story.state?.proposals[0]?.stage).toMatchObject({ kind: "verifying", proof: { samples: 1, passes: 1 } });
});

test("a symptom that could not be told says nothing of how new the next sample must be", () => {
  const story = offered("none").approve().answer(troubled).plan().applied().completed();
  const completedAtMs = story.atMs;
  const check = (round: string, id: string, verdict: Verdict, afterMs: number) =>
    story.tell(0, { type: "checked", round, check: id, result: result(verdict, completedAtMs + afterMs) });
  story.tell(15, woke);
  check("verify-rollback-1", "orders", "pass", 5_000);
  check("verify-rollback-1", "stock", "error", 15_000);
  story.completed().tell(15, woke);
  // Measured before the other one failed to be, and after what counted.
  for (const id of ["orders", "stock"]) check("verify-rollback-2", id, "pass", 12_000);
  expect(story.state?.proposals[0]?.stage).toMatchObject({ proof: { samples: 2, passes: 1 } });
});

test("a sample counts only where the windows of all symptoms began after the change, not of one alone", () => {
  const story = offered("none").approve().answer(troubled).plan().applied().completed().tell(15, woke);
  for (const [check, windowMs] of [
    ["orders", 0],
    ["stock", 120_000],
  ] as const)
    story.tell(0, { type: "checked", round: "verify-rollback-1", check, result: result("pass", story.atMs, windowMs) });
  expect(story.state?.proposals[0]?.stage).toMatchObject({ kind: "verifying", proof: { samples: 1, passes: 0 } });
});

test("a look at the change that nobody asked for ends nothing", () => {
  const failed = { complete: false, completedAtMs: null, failed: "edited by somebody else", summary: "" };
  const progressed = { type: "progressed", proposal: "rollback", progress: failed } as const;
  const story = offered("none").approve().answer(troubled).plan().applied().completed();
  expect(story.tell(1, progressed).stage).toBe("verifying");
  expect(story.tell(14, woke).answer(troubled).tell(0, progressed).state?.proposals[0]?.stage).toMatchObject({
    kind: "not-helped",
    reason: "edited by somebody else",
  });
});

describe("looks of different kinds do not wait for one another", () => {
  const verification = { ...guardedRunbook.verification, interval: "5s" };

  test("a sample is taken while a late page is looked at", () => {
    const story = new Story("wait", guardedStart({ verification })).answer(troubled).plan();
    story.tell(1_190, woke).answer(troubled).approve().answer(troubled).plan().applied().completed();
    story.tell(10, woke);
    expect(story.state?.rounds.map(({ purpose }) => purpose)).toEqual(["verification", "overdue"]);
    tell(story, "verification", troubled).completed();
    expect(deadlines(story.state)).toContainEqual({ atMs: story.atMs + 5_000, why: "a sample for rollback" });
    story.tell(5, woke);
    expect(story.state?.rounds.map(({ id }) => id.split("-")[0])).toEqual(["overdue", "verify"]);
  });

  test("the watch goes on while a late page is looked at", () => {
    const begun = guardedStart();
    if (begun.type !== "started") throw new Error("a run begins with its identity");
    const story = new Story("wait", { ...begun, run: { ...begun.run, timeoutMs: 60_000 } }).answer(troubled).plan();
    story.tell(1_195, woke).answer(troubled).tell(6, woke);
    expect(story.state?.rounds.map(({ purpose }) => purpose)).toEqual(["overdue"]);
    expect(deadlines(story.state)).toContainEqual({ atMs: story.atMs + 24_000, why: "a look at the symptoms" });
    expect(story.tell(24, woke).state?.rounds.map(({ purpose }) => purpose)).toEqual(["overdue", "watch"]);
  });
});

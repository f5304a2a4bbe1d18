import { describe, expect, test } from "vitest";
import type { Verdict } from "../../../src/core/check/verdict.ts";
import { result, started } from "./sample-events.ts";
import { sampleRunbook } from "./sample-runbook.ts";
import { offered, Story, troubled } from "./story.ts";

const woke = { type: "woke", jumpedMs: 0 } as const;

function changed(story: Story): Story {
  return story.approve().answer(troubled).plan().applied().completed();
}

test.each(["fail", "inconclusive", "error"] as const)(
  "what failed passes, and another symptom is %s by now: not resolved",
  (verdict: Verdict) => {
    const story = changed(offered("none"));
    for (const _ of [1, 2, 3, 4]) story.tell(15, woke).answer({ stock: verdict });
    expect(story.state?.proposals[0]?.stage).toMatchObject({ kind: "verifying", proof: { passes: 0 } });
    for (const _ of [1, 2, 3]) story.tell(15, woke).answer();
    expect(story.state?.ended?.outcome).toBe("resolved");
  },
);

test("a symptom that could not be told before the change has to be told after it", () => {
  const story = changed(new Story("none").answer({ orders: "fail", stock: "inconclusive" }).plan());
  for (let waited = 0; waited < 700; waited += 15) story.tell(15, woke).answer({ stock: "inconclusive" });
  expect(story.state?.ended?.outcome).toBe("unverified");
});

test("where a backlog has to be read first, recovery has the time that the runbook gives it", () => {
  const begun = started();
  if (begun.type !== "started") throw new Error("a run begins with its identity");
  const verification = { ...sampleRunbook.verification, within: "20m" };
  const run = { ...begun.run, runbook: { ...sampleRunbook, verification } };
  const story = changed(new Story("none", { ...begun, run }).answer(troubled).plan());
  for (let waited = 0; waited < 1_200; waited += 15) story.tell(15, woke).answer(troubled);
  expect(story.stage).toBe("verifying");
  for (const _ of [1, 2, 3]) story.tell(15, woke).answer();
  expect(story.state?.ended?.outcome).toBe("resolved");
});

describe("until when a change has to be proved", () => {
  test("the time to complete, the longest window behind its checks, and three looks 15 s apart", () => {
    const story = new Story("none").answer(troubled, 120_000).plan().approve().answer(troubled).plan().applied();
    expect(story.state?.proposals[0]?.deadlineMs).toBe(story.atMs + 600_000 + 120_000 + 45_000);
  });

  test("not completed by then", () => {
    const story = offered("none").approve().answer(troubled).plan().applied();
    expect(story.tell(644.999, woke).stage).toBe("completing");
    const reason = "it did not complete in time";
    expect(story.tell(0.001, woke).state?.proposals[0]?.stage).toEqual({ kind: "not-helped", reason, proof: null });
    expect(story.state?.ended?.outcome).toBe("unverified");
  });

  test("completed, and not recovered by then", () => {
    const story = changed(offered("none"));
    story.tell(15, woke).answer(troubled);
    expect(story.tell(629.999, woke).stage).toBe("verifying");
    story.tell(0.001, woke);
    expect(story.state?.proposals[0]?.stage).toMatchObject({
      kind: "not-helped",
      reason: "the symptoms did not recover in time",
      proof: { passes: 0, samples: 1 },
    });
    expect(story.state?.rounds).toEqual([]);
  });
});

describe("whether a change completed", () => {
  test.each([
    { complete: false, completedAtMs: null },
    { complete: true, completedAtMs: null },
    { complete: false, completedAtMs: 1 },
  ])("is asked again after a second while it has not: %j", (seen) => {
    const story = offered("none").approve().answer(troubled).plan().applied();
    story.tell(1, { type: "progressed", proposal: "rollback", progress: { ...seen, failed: null, summary: "2 of 4" } });
    const stage = { kind: "completing", polls: 1, nextAtMs: story.atMs + 1_000, summary: "2 of 4" };
    expect([story.state?.proposals[0]?.stage, story.wants]).toEqual([stage, []]);
    expect(story.tell(0.999, woke).wants).toEqual([]);
    expect(story.tell(0.001, woke).wants).toEqual(["progress"]);
  });

  test("is not asked where nothing was changed", () => {
    const story = offered("none");
    const before = story.state?.proposals;
    expect(story.completed().state?.proposals).toEqual(before);
  });
});

describe("a sample", () => {
  test("is taken every 15 s, of the symptoms and what the mitigation names", () => {
    const story = changed(offered("none"));
    expect(story.tell(14.999, woke).state?.rounds).toEqual([]);
    story.tell(0.001, woke);
    expect(story.state?.rounds.map(({ id, checks }) => [id, checks])).toEqual([
      ["verify-rollback-1", ["orders", "stock"]],
    ]);
    expect(story.tell(5, woke).state?.rounds.map(({ id }) => id)).toEqual(["verify-rollback-1"]);
  });

  test("counts when its window begins just as the change completed, and not a moment before", () => {
    const just = changed(offered("none")).tell(15, woke).answer({}, 15_000);
    expect(just.state?.proposals[0]?.stage).toMatchObject({ proof: { passes: 1 } });
    const early = changed(offered("none")).tell(15, woke).answer({}, 15_001);
    expect(early.state?.proposals[0]?.stage).toMatchObject({ proof: { samples: 1, passes: 0 } });
  });

  test("that is the one from before, told again, does not count, nor takes it back", () => {
    const story = changed(offered("none")).tell(15, woke);
    const sampledAtMs = story.atMs;
    story.answer().tell(15, woke);
    for (const check of ["orders", "stock"])
      story.tell(0, { type: "checked", round: "verify-rollback-2", check, result: result("pass", sampledAtMs) });
    expect(story.state?.proposals[0]?.stage).toMatchObject({
      kind: "verifying",
      proof: { samples: 2, passes: 1, stale: 1, nextAtMs: story.atMs + 15_000 },
    });
  });
});

describe("a symptom that is measured once a minute", () => {
  const MEASURED_MS = 60_000;

  /** `orders` shows what was measured then; `stock` is looked at anew each time. */
  function looked(story: Story, measuredAtMs: (nowMs: number) => number): Story {
    const look = story.tell(15, woke).state?.rounds.find(({ purpose }) => purpose === "verification");
    if (look === undefined) return story;
    const orders = result("pass", measuredAtMs(story.atMs));
    story.tell(0, { type: "checked", round: look.id, check: "orders", result: orders });
    return story.tell(0, { type: "checked", round: look.id, check: "stock", result: result("pass", story.atMs) });
  }

  function completed(): { story: Story; completedAtMs: number; measured: (nowMs: number) => number } {
    const story = changed(offered("none"));
    const completedAtMs = story.atMs;
    return { story, completedAtMs, measured: (nowMs) => nowMs - ((nowMs - completedAtMs) % MEASURED_MS) };
  }

  test("proves a change by three measurements, and not by one that is read three times", () => {
    const { story, completedAtMs, measured } = completed();
    for (let looks = 1; looks < 12; looks += 1) looked(story, measured);
    expect(story.state?.proposals[0]?.stage).toMatchObject({ kind: "verifying", proof: { samples: 11, passes: 2 } });
    looked(story, measured);
    expect(story.state?.ended?.outcome).toBe("resolved");
    expect(story.atMs).toBe(completedAtMs + 3 * MEASURED_MS);
  });

  test("is waited for: what is told again costs no time of the proof", () => {
    const { story, measured } = completed();
    const deadlineMs = story.state?.proposals[0]?.deadlineMs ?? 0;
    for (let looks = 1; looks <= 5; looks += 1) looked(story, measured);
    // Three times what was measured as it completed, then one that is new, and that once more.
    expect(story.state?.proposals[0]?.deadlineMs).toBe(deadlineMs + 4 * 15_000);
  });

  test("is waited for no longer than five minutes a measurement", () => {
    const { story, completedAtMs } = completed();
    const deadlineMs = story.state?.proposals[0]?.deadlineMs ?? 0;
    while (story.state?.ended === null && story.atMs < completedAtMs + 7_200_000) looked(story, () => completedAtMs);
    expect(story.state?.ended?.outcome).toBe("unverified");
    expect(story.atMs).toBe(Math.ceil((deadlineMs - completedAtMs + 900_000) / 15_000) * 15_000 + completedAtMs);
  });
});

test("a change that did not help is followed by another look where somebody stays, and by the end where nobody does", () => {
  const failed = { complete: false, completedAtMs: null, failed: "stuck", summary: "" };
  const told = (story: Story) =>
    story
      .approve()
      .answer(troubled)
      .plan()
      .applied()
      .tell(1, { type: "progressed", proposal: "rollback", progress: failed });
  const stays = told(offered("wait"));
  expect([stays.stage, stays.state?.cycle, stays.state?.mayPropose]).toEqual(["not-helped", 2, true]);
  const leaves = told(offered("none"));
  expect([leaves.stage, leaves.state?.cycle, leaves.outcome]).toEqual(["not-helped", 1, "unverified"]);
});

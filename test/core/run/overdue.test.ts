import { describe, expect, test } from "vitest";
import { wanted } from "../../../src/core/run/machine.ts";
import type { Verdict } from "../../../src/core/check/verdict.ts";
import type { Purpose } from "../../../src/core/run/state.ts";
import { alice, plan, result } from "./sample-events.ts";
import { offered, type Story, troubled } from "./story.ts";

const woke = { type: "woke", jumpedMs: 0 } as const;
const now = { type: "escalated", by: alice } as const;
const pages = (story: Story) =>
  wanted(story.state).flatMap((effect) => (effect.type === "page" ? [[effect.target, effect.late]] : []));
const looks = (story: Story) => story.state?.rounds.filter(({ purpose }) => purpose === "overdue").map(({ id }) => id);

/** Answers the look before a late page alone, or another one; the others stay open. */
function look(story: Story, verdict: Verdict, which: Purpose = "overdue"): Story {
  for (const { id, purpose, checks } of story.state?.rounds ?? [])
    if (purpose === which)
      for (const check of checks)
        story.tell(0, { type: "checked", round: id, check, result: result(verdict, story.atMs) });
  return story;
}

describe("a step that was missed", () => {
  test("is looked at once for all that were, by a look of its own", () => {
    const story = offered("wait").tell(2_500, woke);
    expect(looks(story)).toEqual([`overdue-${story.atMs}`]);
    expect(looks(story.tell(5, woke))).toEqual([`overdue-${story.atMs - 5_000}`]);
    expect(pages(story)).toEqual([]);
    expect(pages(look(story, "fail"))).toEqual([
      ["secondary", true],
      ["manager", true],
    ]);
  });

  test.each(["error", "inconclusive", "skipped", "fail"] as const)("is paged where a symptom says %s", (verdict) => {
    expect(pages(look(offered("wait").tell(1_300, woke), verdict))).toEqual([["secondary", true]]);
  });

  test("that is looked at leaves one that is not due as it is", () => {
    const story = look(offered("wait").tell(1_300, woke), "fail");
    expect(story.state?.steps.map(({ recheck }) => recheck)).toEqual(["done", "none"]);
  });

  test("is paged at once, and not as late, where somebody asks for it meanwhile", () => {
    const story = offered("wait").tell(1_300, woke).tell(1, now);
    expect(pages(story)).toEqual([["secondary", false]]);
  });

  test("and was asked for before needs no look", () => {
    const story = offered("wait").tell(1, now).tell(3_000, { type: "woke", jumpedMs: 3_000_000 });
    expect(pages(story)).toEqual([["secondary", false]]);
  });

  test("is looked at once more where its page is missed as well", () => {
    const story = look(offered("wait").tell(1_300, woke), "fail");
    const failed = { type: "paged", step: 0, note: "page", ok: false, message: "503", again: true } as const;
    expect(pages(story.tell(0, failed).tell(5, woke))).toEqual([["secondary", true]]);
    // The manager's time came meanwhile, some three minutes ago.
    story.tell(0, failed).tell(700, woke);
    expect([pages(story), looks(story)]).toEqual([[["manager", false]], [`overdue-${story.atMs}`]]);
    expect(pages(look(story, "fail"))).toEqual([
      ["secondary", true],
      ["manager", false],
    ]);
  });

  test("whose symptoms pass is looked at again in 30 s, also after a page that failed", () => {
    const failed = { type: "paged", step: 0, note: "page", ok: false, message: "503", again: true } as const;
    const missed = () => look(offered("wait").tell(1_300, woke), "fail").tell(0, failed);
    const story = look(missed().tell(400, woke).tell(250, { type: "woke", jumpedMs: 250_000 }), "pass");
    expect(looks(story.tell(29.999, woke))).toEqual([]);
    expect(looks(story.tell(0.001, woke))).toHaveLength(1);
  });

  test("by a clock that was set back is looked at as well", () => {
    const story = offered("wait").tell(600, { type: "woke", jumpedMs: -60_001 });
    expect(looks(story)).toHaveLength(1);
  });

  test("is nobody's where nobody stays, nor once it is acknowledged", () => {
    expect(looks(offered("none").tell(1_300, woke))).toEqual([]);
    expect(looks(offered("wait").tell(1, { type: "acknowledged", by: alice }).tell(1_300, woke))).toEqual([]);
  });
});

test("the clock goes on after a known problem, also where the next diagnosis passes", () => {
  const story = offered("wait").approve().answer(troubled).plan(plan("uid-2")).answer();
  expect(story.state?.diagnosis?.health).toBe("healthy");
  expect(pages(story.tell(599, woke))).toEqual([["secondary", false]]);
});

test("a look that was begun is not lost to a diagnosis that begins meanwhile; that of the watch is", () => {
  const story = offered("wait").tell(1_300, woke);
  expect(story.state?.rounds.map(({ purpose }) => purpose)).toEqual(["watch", "overdue"]);
  look(story.approve(), "pass", "recheck").plan(plan("uid-2"));
  expect(story.state?.rounds.map(({ id }) => id)).toEqual([`overdue-${story.atMs - 1_000}`, "diagnosis-2"]);
});

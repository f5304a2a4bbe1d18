import { describe, expect, test } from "vitest";
import type { RunEvent } from "../../../src/core/run/event.ts";
import { isWatching } from "../../../src/core/run/watch.ts";
import { alice, plan, started } from "./sample-events.ts";
import { offered, Story, troubled } from "./story.ts";

const woke = { type: "woke", jumpedMs: 0 } as const;
const undo = { type: "undo-requested", proposal: "rollback", by: alice } as const;
const looks = (story: Story) => story.state?.rounds.filter(({ purpose }) => purpose === "watch").map(({ id }) => id);

describe("the symptoms are looked at while a person decides", () => {
  test("every 30 s, all of them and nothing else, once at a time", () => {
    const story = offered("wait");
    expect(looks(story.tell(29.999, woke))).toEqual([]);
    expect(looks(story.tell(0.001, woke))).toEqual(["watch-1-1"]);
    expect(story.state?.rounds[0]?.checks).toEqual(["orders", "stock"]);
    expect(looks(story.tell(5, woke))).toEqual(["watch-1-1"]);
    expect(looks(story.answer(troubled).tell(29.999, woke))).toEqual([]);
    expect(looks(story.tell(0.001, woke))).toEqual(["watch-1-2"]);
  });

  test("also where nothing is proposed", () => {
    expect(looks(new Story("wait").answer({ orders: "fail", release: "fail" }).tell(30, woke))).toHaveLength(1);
  });

  test.each<[string, () => Story]>([
    ["nobody stays", () => offered("none")],
    ["it is a dry run", () => new Story("wait", started("dry-run")).answer(troubled)],
    ["it is a drill", () => new Story("wait", started("drill")).answer(troubled).plan()],
    ["it was never diagnosed", () => new Story("wait")],
    ["it is diagnosed anew", () => offered("wait").approve().answer(troubled).plan(plan("uid-2"))],
    ["it is looked at again", () => offered("wait").approve()],
    ["a change is being made", () => offered("wait").approve().answer(troubled).plan().sent()],
    ["an undo is planned", () => notHelped().tell(1, undo)],
    ["an undo is offered", () => notHelped().tell(1, undo).plan()],
  ])("and not where %s", (_, at) => {
    expect(looks(at().tell(5, woke).tell(30, woke))).toEqual([]);
  });

  /** It did not help; no other change is proposed. */
  function notHelped(): Story {
    const story = offered("wait").approve().answer(troubled).plan().applied();
    const progress = { complete: false, completedAtMs: null, failed: "stuck", summary: "" };
    return story.tell(1, { type: "progressed", proposal: "rollback", progress }).answer(troubled);
  }
});

describe("symptoms that went away by themselves", () => {
  const ended = (story: Story) => story.state?.ended?.outcome ?? null;
  const look = (story: Story, verdict: "pass" | "fail" | "error") => story.tell(30, woke).answer({ stock: verdict });

  test.each(["fail", "error"] as const)("pass in a row: one that says %s begins it anew", (verdict) => {
    const story = offered("wait");
    for (const said of ["pass", "pass", verdict, "pass", "pass"] as const) look(story, said);
    expect(ended(story)).toBeNull();
    expect(ended(look(story, "pass"))).toBe("resolved");
    expect(story.state === null || isWatching(story.state)).toBe(false);
  });

  test.each([1, 2, 5])("pass as often as a change would have to: %i", (passes) => {
    const begun = started() as RunEvent & { type: "started" };
    const runbook = { ...begun.run.runbook, verification: { ...begun.run.runbook.verification, passes } };
    const story = new Story("wait", { ...begun, run: { ...begun.run, runbook } }).answer(troubled).plan();
    for (let passed = 1; passed < passes; passed += 1) expect(ended(look(story, "pass"))).toBeNull();
    expect(ended(look(story, "pass"))).toBe("resolved");
  });

  test("are looked at anew after another diagnosis", () => {
    const story = offered("wait");
    for (const _ of [1, 2]) look(story, "pass");
    story.approve().answer(troubled).plan(plan("uid-2")).answer(troubled).plan();
    expect(story.state?.watch.passes).toBe(0);
    expect(ended(look(story, "pass"))).toBeNull();
    expect([...(story.state?.sampled.keys() ?? [])]).toEqual(["orders", "stock"]);
  });
});

import { describe, expect, test } from "vitest";
import { isEnded, isGoingOn, isResting, start, transition, wanted } from "../../../src/core/run/machine.ts";
import { childOf } from "./handed-over.ts";
import { alice, plan, result } from "./sample-events.ts";
import { offered, Story, troubled } from "./story.ts";

const woke = { type: "woke", jumpedMs: 0 } as const;

/** Made, asked whether it is complete, and not asked again yet. */
function completing(): Story {
  const progress = { complete: false, completedAtMs: null, failed: null, summary: "1 of 3" };
  const story = offered("none").approve().answer(troubled).plan().applied();
  return story.tell(0, { type: "progressed", proposal: "rollback", progress });
}

/** Its plan was not made: a person wants to know why before anything else. */
function unplanned(): Story {
  const about = { proposal: "rollback", stage: "propose", recheck: 0 } as const;
  return new Story("none").answer(troubled).tell(0, { type: "plan-failed", ...about, reason: "no" });
}

/** Two changes could help, and only the first of them has its plan. */
function halfPlanned(): Story {
  const about = { proposal: "rollback", stage: "propose", recheck: 0 } as const;
  const story = new Story("none").answer({ ...troubled, stock: "fail" });
  return story.tell(0, { type: "planned", ...about, plan: plan() });
}

describe("a process may leave, and whoever watches is done", () => {
  test.each<[string, () => Story, { readonly rests: boolean; readonly goesOn: boolean }]>([
    ["not while it is diagnosed", () => new Story("none"), { rests: false, goesOn: true }],
    ["not while a change is planned", () => new Story("none").answer(troubled), { rests: false, goesOn: true }],
    ["nor while one of two is planned, and the other is offered", halfPlanned, { rests: false, goesOn: true }],
    ["once only an approval can move it on", () => offered("none"), { rests: true, goesOn: false }],
    ["also where somebody is asked for it", () => offered("terminal"), { rests: true, goesOn: false }],
    ["not while all is looked at again", () => offered("none").approve(), { rests: false, goesOn: true }],
    ["nor between two questions whether the change is complete", completing, { rests: false, goesOn: true }],
    ["nor between two samples", () => completing().completed(), { rests: false, goesOn: true }],
    ["when nothing can be proposed", unplanned, { rests: true, goesOn: false }],
    ["at its end", () => new Story("none").answer(), { rests: true, goesOn: false }],
  ])("%s", (_, at, expected) => {
    const { state } = at();
    expect({ rests: isResting(state), goesOn: state !== null && isGoingOn(state) }).toEqual(expected);
  });

  test("but a look at the symptoms meanwhile is nothing that was asked for", () => {
    const { state, wants } = offered("wait").tell(30, woke);
    expect(wants).toContain("check");
    expect([isResting(state), state !== null && isGoingOn(state)]).toEqual([false, false]);
  });

  test("who only came to say something may leave a change that somebody else makes", () => {
    const story = completing().tell(1, { type: "session", session: "v", attendance: "visitor" });
    expect(isResting(story.state)).toBe(true);
  });

  test("but not before those who were paged know what that one said", () => {
    const page = { type: "paged", step: 0, ok: true, message: "202" } as const;
    const story = offered("wait").tell(600, woke, { ...page, note: "page" });
    story.tell(1, { type: "session", session: "v", attendance: "visitor" });
    expect(isResting(story.state)).toBe(true);
    story.tell(0, { type: "acknowledged", by: alice });
    expect([story.wants, isResting(story.state)]).toEqual([["page"], false]);
    expect(isResting(story.tell(1, { ...page, note: "acknowledge" }).state)).toBe(true);
  });

  test("and not where what is under way is nobody's: whoever takes the run looks first", () => {
    const left = new Story("none").tell(1, { type: "left", reason: "interrupted" });
    for (const state of [left.state, childOf(offered().state, left.atMs)])
      expect([wanted(state), isResting(state), state !== null && isGoingOn(state)]).toEqual([[], false, true]);
  });

  test("before it has begun", () => {
    expect([isResting(start()), isEnded(start())]).toEqual([true, false]);
  });
});

test("a run has ended when it has its outcome", () => {
  expect([isEnded(offered().state), isEnded(new Story().answer().state)]).toEqual([false, true]);
});

describe("an event begins what is wanted since, and withdraws what is not any more", () => {
  test("an answer that another check waited for", () => {
    const { state, atMs } = new Story("none");
    const event = {
      type: "checked",
      atMs,
      round: "diagnosis-1",
      check: "release",
      result: result("pass", atMs),
    } as const;
    const [next, steering] = transition(state, event);
    expect(next?.rounds[0]?.results.has("release")).toBe(true);
    expect(steering.begin.map(({ id }) => id)).toEqual(["check:diagnosis-1:logs"]);
    expect(steering.withdraw).toEqual(["check:diagnosis-1:release"]);
  });

  test("a refusal, after which nobody is asked any more", () => {
    const { state, atMs } = offered("terminal");
    const [, { begin, withdraw }] = transition(state, { type: "declined", atMs, proposal: "rollback", by: alice });
    expect([begin, withdraw]).toEqual([[], ["prompt:0:rollback"]]);
  });
});

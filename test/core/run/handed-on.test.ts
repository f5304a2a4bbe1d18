import { describe, expect, test } from "vitest";
import { awaitsFence, epochOf, rootOf } from "../../../src/core/run/handover.ts";
import type { RunState } from "../../../src/core/run/state.ts";
import { handedOver, takenOver } from "./handed-over.ts";
import { alice, plan, started } from "./sample-events.ts";
import { offered, Story, troubled } from "./story.ts";

const leased = { ...plan(), lease: { namespace: "shop", name: "bigops-shop" } };
const failed = { complete: false, completedAtMs: null, failed: "stuck", summary: "" };

function stateOf({ state }: Story): RunState {
  if (state === null) throw new Error("the run has not begun");
  return state;
}

/** Once more, to a third run. */
function again(story: Story, epoch = 2): Story {
  const { atMs: _, ...body } = handedOver(story.atMs, "sd-0003", epoch);
  return story.tell(60, body);
}

describe("a run that is handed on a second time", () => {
  test("goes on with both, of which the first names its pages", () => {
    const { run } = stateOf(again(takenOver(offered())));
    expect(run.origin?.runs).toEqual(["sd-0001", "sd-0002"]);
    expect(rootOf(run)).toBe("sd-0001");
    expect(rootOf(stateOf(offered()).run)).toBe("sd-0001");
  });

  test("marks what is on its way as the run that it was approved in, not as the one between", () => {
    const story = again(takenOver(offered().approve().answer(troubled).plan().sent()));
    expect(story.state?.proposals[0]?.approval?.run).toBe("sd-0001");
  });

  test("is of a higher epoch than the one before it stood at, and of that which was taken", () => {
    expect(epochOf(stateOf(offered()))).toBe(1);
    const story = again(takenOver(offered()), 4);
    expect(epochOf(stateOf(story))).toBe(5);
    expect(epochOf({ ...stateOf(story), fence: { kind: "held", epoch: 7, over: null } })).toBe(7);
    expect(epochOf({ ...stateOf(story), fence: { kind: "unavailable", reason: "403" } })).toBe(5);
  });

  test("has the runs before it told anew, which a dry run has not", () => {
    expect(awaitsFence(stateOf(takenOver(offered())))).toBe(false);
    expect(awaitsFence(stateOf(again(takenOver(offered()))))).toBe(true);
    expect(awaitsFence(stateOf(takenOver(new Story("none", started("dry-run")), "not yet")))).toBe(false);
    expect(awaitsFence(stateOf(takenOver(new Story("none", started("drill")), "not yet")))).toBe(false);
  });
});

describe("what a run that is handed on leaves behind", () => {
  test("the process that held it, and that it said that it leaves", () => {
    const { atMs: _, ...body } = handedOver(0);
    const { state } = offered("terminal").tell(1, { type: "left", reason: "quit" }).tell(1, body);
    expect([state?.session, state?.left]).toEqual([null, null]);
  });

  test("looks under way: the symptoms are looked at from anew", () => {
    const story = takenOver(offered("wait").tell(30, { type: "woke", jumpedMs: 0 }));
    expect(story.state?.rounds.map(({ id }) => id)).toEqual(["diagnosis-2"]);
  });

  test("but a change that is made needs none, it is proved", () => {
    const both = { ...troubled, stock: "fail" } as const;
    const story = takenOver(new Story().answer(both).plan().approve().answer(both).plan().applied());
    expect([story.stage, story.state?.cycle]).toEqual(["completing", 1]);
  });

  test("a change of which a part was made: what that led to is looked at once, and nothing more is proposed", () => {
    const two = plan("uid-1", 2);
    const story = takenOver(new Story().answer(troubled).plan(two).approve().answer(troubled).plan(two).applied());
    expect([story.stage, story.state?.cycle]).toEqual(["unknown", 2]);
    expect(story.answer(troubled).state?.proposals).toHaveLength(1);
  });

  test("a lease that it had yet to let go of, which is in its name", () => {
    const story = new Story().answer(troubled).plan(leased).approve().answer(troubled).plan(leased);
    const held = { outcome: "held" as const, epoch: 1, untilMs: story.atMs + 60_000 };
    story.tell(0, { type: "leased", proposal: "rollback", lease: held }).applied();
    story.tell(1, { type: "progressed", proposal: "rollback", progress: failed });
    expect(story.wants).toContain("lease");
    expect(takenOver(story).wants).not.toContain("lease");
  });

  test("its lease, but that another one took it from us", () => {
    const making = () => new Story().answer(troubled).plan(leased).approve().answer(troubled).plan(leased);
    const held = { outcome: "held" as const, epoch: 1, untilMs: making().atMs + 60_000 };
    const sent = () => making().tell(0, { type: "leased", proposal: "rollback", lease: held }).sent();
    expect(takenOver(sent()).state?.proposals[0]?.lease).toBeNull();
    const lost = { outcome: "lost", by: null } as const;
    const taken = sent().tell(0, { type: "leased", proposal: "rollback", lease: lost });
    expect(takenOver(taken).state?.proposals[0]?.lease).toEqual({ kind: "lost", by: null });
  });

  test("nothing more is proposed where nothing more was to be: nobody knows whether the last change was made", () => {
    const story = offered("none").approve().answer(troubled).plan().sent();
    const about = { proposal: "rollback", write: "1", attempt: 1 };
    story.tell(1, { type: "received", ...about, receipt: { outcome: "lost", message: "reset" } });
    story.tell(9, { type: "reconciled", ...about, found: "unknown", message: "moved" });
    expect(takenOver(story).answer(troubled).state?.proposals).toHaveLength(1);
    expect(story.outcome).toBe("unverified");
  });

  test("what it had given up is looked at from anew, and another change may be proposed", () => {
    const story = offered("wait").tell(1, { type: "declined", proposal: "rollback", by: alice });
    takenOver(story)
      .answer({ ...troubled, stock: "fail" })
      .plan();
    expect(story.state?.proposals.map(({ id }) => id)).toContain("refill-2");
  });
});

test("a run that is taken over has ended in that moment, and none of its steps pages any more", () => {
  const by = { run: "sd-0002", user: "bob", host: "desk", epoch: 2 };
  const story = offered("wait").tell(30, { type: "woke", jumpedMs: 0 }).tell(5, { type: "superseded", by });
  expect(story.state).toMatchObject({ successor: by, rounds: [], ended: { outcome: "refused", atMs: story.atMs } });
  expect(story.state?.steps.some(({ status }) => status === "waiting")).toBe(false);
  const before = story.state;
  // What comes later is not about this run any more, a second one that takes it over neither.
  story.tell(0, { type: "superseded", by: { ...by, run: "sd-0009" } }, { type: "acknowledged", by: alice });
  story.tell(0, { type: "progressed", proposal: "rollback", progress: failed });
  expect(story.state).toEqual(before);
});

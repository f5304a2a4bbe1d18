import { describe, expect, test } from "vitest";
import { plan } from "../run/sample-events.ts";
import { sampleRunbook } from "../run/sample-runbook.ts";
import { offered, Story, troubled } from "../run/story.ts";
import { startedWith, told, undoMade, woke } from "./told.ts";

const both = { orders: "fail", stock: "fail" } as const;
const alice = { user: "alice", as: null, host: "laptop" };
const unavailable = (story: Story) => told(story).unavailable;
const notPlanned = (reason: string) =>
  ({ type: "plan-failed", proposal: "rollback", stage: "propose", recheck: 0, reason }) as const;
/** Its cause holds, and what it requires does not. */
const refillHeldBack = {
  id: "refill",
  cause: "empty-stock",
  reason: "not proposed, its requirement is not met: logs.fail is false (logs: pass)",
};

/** The stock is refilled only where the logs fail. */
const [rollback, refill] = sampleRunbook.mitigation;
if (rollback === undefined || refill === undefined) throw new Error("the sample proposes too little");
const mitigation = [rollback, { ...refill, requires: "logs.fail" }];

test("nothing is unavailable where all that could help is offered, or nothing is wrong", () => {
  expect(unavailable(new Story("none"))).toEqual([]);
  expect(unavailable(offered("none"))).toEqual([]);
  expect(unavailable(new Story("none").answer())).toEqual([]);
});

test("what could not be planned is told with the reason", () => {
  const story = new Story("none").answer(troubled).tell(0, notPlanned("there is no revision before this one"));
  expect(unavailable(story)).toEqual([
    { id: "rollback", cause: "bad-release", reason: "there is no revision before this one" },
  ]);
  expect(told(story).proposals).toEqual([]);
});

describe("what its own requirement holds back", () => {
  const begun = startedWith({ mitigation });

  test("is told, with what of it is not met, behind what could not be planned", () => {
    expect(unavailable(new Story("none", begun).answer(both).plan())).toEqual([refillHeldBack]);
    const story = new Story("none", begun).answer(both).tell(0, notPlanned("it is gone"));
    expect(unavailable(story).map(({ id }) => id)).toEqual(["rollback", "refill"]);
  });

  test("is told of the newest diagnosis only, and not where that finds the symptoms well", () => {
    const story = new Story("wait", begun).answer(both).plan().tell(1_800, woke);
    expect(unavailable(story.answer(troubled).plan())).toEqual([]);
    const causes = sampleRunbook.causes.map((cause) => ({ ...cause, when: "release.pass" }));
    expect(unavailable(new Story("none", startedWith({ mitigation, causes })).answer())).toEqual([]);
  });

  test("and was proposed before is told of as that", () => {
    const story = new Story("wait", begun).answer({ ...both, logs: "fail" }).plan();
    story.tell(1_800, woke).answer(both).plan();
    expect(unavailable(story)).toEqual([]);
    expect(told(story).proposals.map(({ id }) => id)).toEqual(["rollback-2", "rollback", "refill"]);
  });

  test("is of no use any more once the run is resolved", () => {
    const story = new Story("none", begun).answer(both).plan().approve().answer(both).plan().applied().completed();
    expect(unavailable(story)).toEqual([refillHeldBack]);
    for (const _ of [1, 2, 3]) story.tell(15, woke).answer();
    expect([told(story).outcome, unavailable(story)]).toEqual(["resolved", []]);
  });

  test("is not told after an undo, when the symptoms are only looked at once more and nothing is proposed", () => {
    const story = new Story("none", begun).answer(both).plan().approve().answer(both).plan().applied();
    story.tell(1, { type: "undo-requested", proposal: "rollback", by: alice }).plan();
    undoMade(story).answer(both);
    expect([told(story).outcome, unavailable(story)]).toEqual(["problem", []]);
  });
});

describe("a mitigation that stands in for another one", () => {
  const standIn = { ...rollback, id: "restart", insteadOf: "rollback", requires: "logs.fail" };
  const begun = startedWith({ mitigation: [...mitigation, standIn] });

  test("is not missed while that one is offered, or made", () => {
    const story = new Story("none", begun).answer(troubled).plan();
    expect(unavailable(story)).toEqual([]);
    expect(unavailable(story.approve().answer(troubled).plan(plan()).applied())).toEqual([]);
  });

  test("is told of as held back once that one could not be planned", () => {
    const story = new Story("none", begun).answer(troubled).tell(0, notPlanned("it is gone"));
    expect(unavailable(story)).toEqual([
      { id: "rollback", cause: "bad-release", reason: "it is gone" },
      { ...refillHeldBack, id: "restart", cause: "bad-release" },
    ]);
  });
});

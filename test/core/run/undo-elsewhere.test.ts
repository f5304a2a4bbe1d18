import { describe, expect, test } from "vitest";
import { refusal } from "../../../src/core/run/machine.ts";
import { proposalTold, woke } from "../document/told.ts";
import { takenOver } from "./handed-over.ts";
import { alice, plan } from "./sample-events.ts";
import { Story, troubled } from "./story.ts";

const besideRun = { ...plan(), undoBesideRun: true as const };
const request = { type: "undo-requested", proposal: "rollback", by: alice } as const;
const elsewhere =
  "what it replaced is kept beside run sd-0001 on the machine where it was changed (laptop), and nowhere else: set it back by hand";

function made(what = plan()): Story {
  const story = new Story("terminal").answer(troubled).plan(what).approve().answer(troubled).plan(what);
  story.applied().completed();
  for (const _ of [1, 2]) story.tell(15, woke).answer();
  return story;
}

describe("an undo that needs what is kept beside the run which made the change", () => {
  test("can be asked for in that run", () => {
    const story = made(besideRun);
    expect(refusal(story.state, request)).toBeNull();
    expect(proposalTold(story)).toMatchObject({ plan: { undo: "roll forward again" }, undoProblem: null });
  });

  test("is not offered by a run that goes on with it elsewhere, which says why, and plans none", () => {
    const story = takenOver(made(besideRun));
    expect(refusal(story.state, request)).toBe(elsewhere);
    expect(proposalTold(story)).toMatchObject({ plan: { undo: null }, undoProblem: elsewhere });
    const before = story.state?.proposals.length;
    expect(story.tell(0, request).state?.proposals.length).toBe(before);
  });

  test("is offered where the plan and the server have all that it needs", () => {
    const story = takenOver(made());
    expect(refusal(story.state, request)).toBeNull();
    expect(proposalTold(story)).toMatchObject({ plan: { undo: "roll forward again" }, undoProblem: null });
  });
});

test("a run that another one goes on with offers no undo: that one does", () => {
  const by = { run: "sd-0002", user: "bob", host: "desk", epoch: 2 };
  const told = proposalTold(made().tell(1, { type: "superseded", by }));
  expect(told).toMatchObject({
    plan: { undo: null },
    undoProblem: "it was taken over by bob@desk, as run sd-0002 (epoch 2): undo it there",
  });
});

test("an undo is not taken back in its turn, and no problem is told of that", () => {
  const story = made().tell(60, request).plan();
  expect(proposalTold(story, "undo-rollback")).toMatchObject({ plan: { undo: null }, undoProblem: null });
});

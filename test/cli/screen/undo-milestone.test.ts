import { expect, test } from "vitest";
import { milestone } from "../../../src/cli/screen/milestone.ts";
import { undoMade, woke } from "../../core/document/told.ts";
import { alice } from "../../core/run/sample-events.ts";
import { offered, troubled } from "../../core/run/story.ts";

test("a complete undo is not said to be verified: no sample is taken of it", () => {
  const story = offered("none").approve().answer(troubled).plan().applied().completed();
  const told = () => {
    const event = story.events.at(-1);
    if (event === undefined || story.state === null) throw new Error("the run has not begun");
    return milestone(event, story.state);
  };
  expect(told()).toBe("the change is complete; verifying");
  for (const _ of [1, 2, 3]) story.tell(15, woke).answer();
  undoMade(story.tell(60, { type: "undo-requested", proposal: "rollback", by: alice }).plan());
  expect(told()).toBe("the undo is complete; looking at the symptoms");
});

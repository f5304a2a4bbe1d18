import { describe, expect, test } from "vitest";
import { documentOf } from "../../../src/core/document/document-of.ts";
import { Story, troubled } from "../run/story.ts";

function told(story: Story, held: boolean) {
  if (story.state === null) throw new Error("nothing was told");
  return documentOf(story.state, { held });
}

const offered = (attendance: "terminal" | "wait" | "none") => new Story(attendance).answer(troubled).plan();

describe("a run that no process holds", () => {
  test.each([
    ["whose terminal was to ask for an answer", offered("terminal")],
    ["that was to wait for an approval", offered("wait")],
    ["in the middle of its diagnosis", new Story("none")],
    ["in the middle of its change", offered("none").approve()],
  ])("%s was abandoned: nobody keeps its clock", (_, story) => {
    const document = told(story, false);
    expect(document.run.abandoned).toBe(true);
    expect(new Set(document.escalation.map(({ status }) => status))).toEqual(new Set(["unattended"]));
    expect(told(story, true).run.abandoned).toBe(false);
  });

  test.each([
    ["that rests until somebody approves", offered("none")],
    ["that was interrupted, and said so", offered("terminal").tell(1, { type: "left", reason: "interrupted" })],
    ["that has come to its end", new Story("none").answer()],
  ])("%s was left in order", (_, story) => {
    expect(told(story, false).run.abandoned).toBe(false);
  });
});

import { expect, test } from "vitest";
import { documentOf } from "../../../src/core/document/document-of.ts";
import type { RunState } from "../../../src/core/run/state.ts";
import { sampleRunbook } from "../run/sample-runbook.ts";
import { Story, troubled } from "../run/story.ts";

const [first] = sampleRunbook.escalation;
const problem = "no target of that name";

function problems(state: RunState | null): readonly (string | null)[] {
  return state === null ? [] : documentOf(state).escalation.map((entry) => entry.problem);
}

test("what the holder's environment cannot page is said while it waits, and is over with it", () => {
  const unpageable = { [first?.page ?? ""]: problem };
  const story = new Story("terminal")
    .tell(0, { type: "session", session: "s2", attendance: "terminal", unpageable })
    .answer(troubled)
    .plan();
  expect(problems(story.state)[0]).toBe(problem);
  story.tell(1, { type: "paged", step: 0, note: "page", ok: false, message: "there is no pager target" });
  expect(problems(story.state)[0]).toBeNull();
});

test("a later process that can page it takes the problem back", () => {
  const story = new Story("terminal").tell(0, {
    type: "session",
    session: "s2",
    attendance: "terminal",
    unpageable: { [first?.page ?? ""]: problem },
  });
  story.tell(1, { type: "session", session: "s3", attendance: "terminal" });
  expect(problems(story.state).every((entry) => entry === null)).toBe(true);
});

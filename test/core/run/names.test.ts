import { expect, test } from "vitest";
import { apply, wanted } from "../../../src/core/run/machine.ts";
import type { RunEvent } from "../../../src/core/run/event.ts";
import { alice, plan, started } from "./sample-events.ts";
import { Story, troubled } from "./story.ts";

/** The sample's runbook with two more mitigations of its first cause, called as a later proposal of another one would be. */
function startedWith(...ids: readonly string[]): RunEvent {
  const event = started();
  if (event.type !== "started") return event;
  const { runbook } = event.run;
  const more = ids.flatMap((id) => runbook.mitigation.slice(0, 1).map((mitigation) => ({ ...mitigation, id })));
  return { ...event, run: { ...event.run, runbook: { ...runbook, mitigation: [...runbook.mitigation, ...more] } } };
}

test("a mitigation called like another one's later proposal is not mistaken for it", () => {
  const story = new Story("wait", startedWith("rollback-2")).answer(troubled).plan();
  story.tell(1_800, { type: "woke", jumpedMs: 0 }).answer(troubled);
  const ids = story.state?.proposals.map(({ id }) => id) ?? [];
  expect(ids).toEqual(["rollback", "rollback-2", "rollback-2.2", "rollback-2-2"]);
  story.plan();
  expect(story.state?.proposals.map(({ stage }) => stage.kind)).toEqual(["expired", "expired", "offered", "offered"]);
});

test("a mitigation called like an undo is not replaced by one", () => {
  const story = new Story("wait", startedWith("undo-rollback")).answer(troubled).plan();
  story.approve().answer(troubled).plan().applied();
  const progress = { complete: false, completedAtMs: null, failed: "stuck", summary: "" };
  story.tell(1, { type: "progressed", proposal: "rollback", progress });
  const asked = apply(story.state, { type: "undo-requested", proposal: "rollback", by: alice, atMs: story.atMs });
  expect(asked?.proposals.find(({ id }) => id === "undo-rollback")?.undoes).toBeNull();
  expect(wanted(asked)).toContainEqual(expect.objectContaining({ type: "plan", action: plan().action }));
  expect(asked?.proposals.filter(({ undoes }) => undoes === "rollback")).toHaveLength(1);
});

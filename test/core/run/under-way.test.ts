import { expect, test } from "vitest";
import { wanted } from "../../../src/core/run/machine.ts";
import { alice, plan, started } from "./sample-events.ts";
import { sampleRunbook } from "./sample-runbook.ts";
import { offered, Story } from "./story.ts";

const both = { orders: "fail", stock: "fail" } as const;

/** Two proposals are open, and the first is approved just before both expire. */
function approvedLate(): Story {
  return new Story("wait").answer(both).plan().tell(1_798, { type: "woke", jumpedMs: 0 }).answer(both).approve();
}

test("an offer that expires while another change is looked at again does not stop that one", () => {
  const story = approvedLate().tell(2, { type: "woke", jumpedMs: 0 });
  expect(story.state?.proposals.map(({ stage }) => stage.kind)).toEqual(["rechecking", "expired"]);
  const rounds = wanted(story.state).flatMap((effect) => (effect.type === "check" ? [effect.round] : []));
  expect(new Set(rounds)).toEqual(new Set(["recheck-rollback-1"]));
  expect(story.wants).toContain("plan");
});

test("an offer that expires while another change is proved does not begin a diagnosis in between", () => {
  const story = approvedLate().answer(both).plan().applied().completed().tell(15, { type: "woke", jumpedMs: 0 });
  expect(story.state?.proposals.map(({ stage }) => stage.kind)).toEqual(["verifying", "expired"]);
  expect(story.state?.rounds.map(({ purpose }) => purpose)).toEqual(["verification"]);
});

test("offers expire with a new diagnosis when nothing is under way", () => {
  const story = offered().tell(1_800, { type: "woke", jumpedMs: 0 });
  expect(story.state?.rounds.map(({ purpose }) => purpose)).toContain("diagnosis");
  expect(story.state?.proposals.every(({ stage }) => stage.kind === "expired")).toBe(true);
  story.answer(both).plan(plan());
  expect(story.state?.proposals.map(({ id }) => id)).toEqual(["rollback", "rollback-2", "refill-2"]);
});

const rejected = { outcome: "rejected", message: "422" } as const;

test("an offer that expired while another change was sent is looked at anew when the server rejected that one", () => {
  const story = approvedLate().answer(both).plan().sent().tell(2, { type: "woke", jumpedMs: 0 });
  expect(story.state?.proposals.map(({ stage }) => stage.kind)).toEqual(["changing", "expired"]);
  story.tell(1, { type: "received", proposal: "rollback", write: "1", attempt: 1, receipt: rejected });
  expect(story.state?.rounds.map(({ purpose }) => purpose)).toContain("diagnosis");
  story.answer(both).plan();
  expect(story.state?.proposals.map(({ id, stage }) => [id, stage.kind])).toEqual([
    ["rollback", "rejected"],
    ["refill", "expired"],
    ["rollback-2", "offered"],
    ["refill-2", "offered"],
  ]);
});

test("a rejected change leaves the other offers as they are while they hold, and nothing is looked at anew once a person is at it", () => {
  const sent = () => new Story("wait").answer(both).plan().approve().answer(both).plan().sent();
  const about = { proposal: "rollback", write: "1", attempt: 1, receipt: rejected };
  const held = sent().tell(1, { type: "received", ...about });
  expect(held.state?.proposals.map(({ stage }) => stage.kind)).toEqual(["rejected", "offered"]);
  const known = sent().tell(1, { type: "acknowledged", by: alice }).tell(1_800, { type: "woke", jumpedMs: 0 });
  known.tell(1, { type: "received", ...about });
  expect(known.state?.proposals.map(({ stage }) => stage.kind)).toEqual(["rejected", "expired"]);
  expect(known.state?.cycle).toBe(1);
});

test("a rejected change leaves an offer that still holds as it is, also where another one has lapsed", () => {
  const [rollback, ...others] = sampleRunbook.mitigation;
  if (rollback === undefined) throw new Error("the sample runbook proposes nothing");
  const mitigation = [rollback, ...others, { ...rollback, id: "restart", action: "test.restart" }];
  const begun = started();
  if (begun.type !== "started") throw new Error("it does not begin");
  const run = { ...begun.run, runbook: { ...sampleRunbook, mitigation } };
  const story = new Story("wait", { ...begun, run }).answer(both);
  const [first, late, second] = wanted(story.state).flatMap((effect) => (effect.type === "plan" ? [effect] : []));
  for (const [effect, afterSeconds] of [
    [first, 0],
    [second, 0],
    [late, 10],
  ] as const) {
    if (effect === undefined) throw new Error("three are not planned");
    const { proposal, recheck, stage } = effect;
    story.tell(afterSeconds, { type: "planned", proposal, stage, recheck, plan: plan() });
  }
  story.tell(1_788, { type: "woke", jumpedMs: 0 }).answer(both);
  const digest = story.state?.proposals.find(({ id }) => id === "rollback")?.digest ?? "";
  story.tell(0, { type: "approved", digest, by: alice }).answer(both).plan().sent();
  story.tell(5, { type: "woke", jumpedMs: 0 });
  story.tell(1, { type: "received", proposal: "rollback", write: "1", attempt: 1, receipt: rejected });
  expect(story.state?.proposals.map(({ id, stage }) => [id, stage.kind])).toEqual([
    ["rollback", "rejected"],
    ["restart", "offered"],
    ["refill", "expired"],
  ]);
  expect(story.state?.cycle).toBe(1);
});

test("an answer about another write than the one under way tells nothing of this one", () => {
  const two = plan("uid-1", 2);
  const story = new Story("none").answer({ orders: "fail" }).plan(two).approve().answer({ orders: "fail" }).plan(two);
  story.applied();
  const second = { proposal: "rollback", write: "2", attempt: 2 };
  const receipt = { outcome: "applied" as const, atMs: story.atMs, resourceVersion: "9", detail: {} };
  story.tell(0, { type: "withheld", ...second, write: "1", reason: "late" });
  story.tell(0, { type: "intended", ...second, resourceVersion: "8", notAfterMs: story.atMs + 5_000, detail: {} });
  story.tell(0, { type: "received", ...second, write: "1", receipt });
  expect(story.wants).toEqual(["send"]);
  expect(story.state?.proposals[0]?.receipts).toHaveLength(1);
  story.tell(0, { type: "received", ...second, receipt });
  expect(story.stage).toBe("completing");
});

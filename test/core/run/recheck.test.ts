import { describe, expect, test } from "vitest";
import type { RunEvent, RunEventBody } from "../../../src/core/run/event.ts";
import { alice, plan, started } from "./sample-events.ts";
import { offered, Story, troubled } from "./story.ts";

/** Approved, and its recheck begun a second time, since the computer slept over the first. */
function lookedAtTwice(): Story {
  return offered().approve().tell(120, { type: "woke", jumpedMs: 110_000 });
}

test("a late plan of an earlier recheck does not stand for the newer one", () => {
  const story = lookedAtTwice().answer(troubled);
  const about = { proposal: "rollback", stage: "recheck" } as const;
  const stale: readonly RunEventBody[] = [
    { type: "planned", ...about, recheck: 1, plan: plan() },
    { type: "planned", ...about, recheck: 1, plan: plan("uid-2") },
    { type: "plan-failed", ...about, recheck: 1, reason: "it was not there" },
  ];
  for (const event of stale) story.tell(0, event);
  expect([story.stage, story.wants]).toEqual(["rechecking", ["plan"]]);
  story.tell(0, { type: "planned", ...about, recheck: 2, plan: plan() });
  expect([story.stage, story.wants]).toEqual(["changing", ["prepare"]]);
});

const woke = { type: "woke", jumpedMs: 0 } as const;
const purposes = (story: Story) => story.state?.rounds.map(({ purpose }) => purpose);

test("the watch stops for it, and the look before a late page goes on", () => {
  expect(purposes(offered("wait").tell(30, woke).approve())).toEqual(["recheck"]);
  // The first page is due after ten minutes; ten more, and it was missed.
  const late = offered("wait").tell(1_201, woke);
  expect(purposes(late)).toEqual(["watch", "overdue"]);
  expect(purposes(late.approve())).toEqual(["overdue", "recheck"]);
});

test("a plan alone does not let it go on", () => {
  const story = offered("none").approve().plan();
  expect(story.stage).toBe("rechecking");
  expect(story.answer(troubled).wants).toEqual(["prepare"]);
});

test("an inverse rests on its object alone", () => {
  const story = offered().approve().answer(troubled).plan().applied().completed();
  for (const _ of [1, 2, 3]) story.tell(15, woke).answer();
  story.tell(60, { type: "undo-requested", proposal: "rollback", by: alice }).plan().approve();
  expect([story.wants, story.state?.rounds]).toEqual([["plan"], []]);
});

test("which symptoms could not be told is said, all of them", () => {
  const story = offered("none").approve().answer({ orders: "error", stock: "inconclusive" }).plan();
  const reason = "no symptom is seen failing any more: orders, stock could not be told (orders: error)";
  expect(story.state?.proposals[0]?.stage).toEqual({ kind: "refused", reason });
});

describe("what is looked at again", () => {
  const empty = { stock: "fail" } as const;

  /** The shop's refill rests on its logs. */
  function refilling(): Story {
    const event = started() as RunEvent & { type: "started" };
    const { runbook } = event.run;
    const mitigation = runbook.mitigation.map((one) => (one.id === "refill" ? { ...one, requires: "logs.pass" } : one));
    const story = new Story("none", { ...event, run: { ...event.run, runbook: { ...runbook, mitigation } } });
    return story.answer(empty).plan().approve();
  }

  test("is the symptoms, and what its own cause and its own requirement read", () => {
    const checks = (story: Story) => story.state?.rounds.flatMap((round) => round.checks);
    expect(checks(offered("none").approve())).toEqual(["orders", "stock", "release"]);
    expect(checks(refilling())).toEqual(["orders", "stock", "logs"]);
  });

  test("decides by its own cause and requirement", () => {
    expect(refilling().answer(empty).plan().wants).toEqual(["prepare"]);
    const unmet = refilling()
      .answer({ ...empty, logs: "fail" })
      .plan();
    const reason = "what refill requires no longer holds: logs.pass is false (logs: fail)";
    expect(unmet.state?.proposals[0]?.stage).toEqual({ kind: "refused", reason });
  });
});

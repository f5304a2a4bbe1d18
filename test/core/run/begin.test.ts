import { describe, expect, test } from "vitest";
import { apply, start, wanted } from "../../../src/core/run/machine.ts";
import type { RunEvent } from "../../../src/core/run/event.ts";
import { START_MS, started } from "./sample-events.ts";
import { offered, Story, troubled } from "./story.ts";

const woke = { type: "woke", jumpedMs: 0 } as const;
const vendor = { afterMs: null, when: "stock.fail", page: "vendor" };
const manager = { afterMs: 1_800_000, when: null, page: "manager" };

function withSteps(...escalation: readonly (typeof vendor | typeof manager)[]): RunEvent {
  const event = started() as RunEvent & { type: "started" };
  return { ...event, run: { ...event.run, runbook: { ...event.run.runbook, escalation } } };
}

const dueAfter = (story: Story) =>
  story.state?.steps.map(({ dueAtMs }) => (dueAtMs === null ? null : (dueAtMs - START_MS) / 1_000));

test("a run begins with its diagnosis, its steps waiting, and nothing decided", () => {
  const owed = { kind: "owed", trying: null, message: null };
  const waiting = {
    status: "waiting",
    requested: false,
    recheck: "none",
    message: null,
    trying: null,
    notes: { acknowledge: owed, resolve: owed },
  };
  const state = apply(start(), withSteps(vendor, manager));
  expect(state).toMatchObject({
    startedAtMs: START_MS,
    nowMs: START_MS,
    session: null,
    cycle: 1,
    rounds: [{ id: "diagnosis-1", purpose: "diagnosis", checks: ["orders", "stock", "release", "logs"] }],
    diagnosis: null,
    mayPropose: true,
    proposals: [],
    acknowledgement: null,
    answers: 0,
    watch: { rounds: 0, passes: 0 },
    fence: null,
    successor: null,
    left: null,
    ended: null,
  });
  expect(state?.steps).toMatchObject([
    { ...waiting, ...vendor, index: 0, dueAtMs: null },
    { ...waiting, ...manager, index: 1, dueAtMs: START_MS + 1_800_000 },
  ]);
  expect(state?.sampled.size).toBe(0);
});

test("nothing but its start begins a run", () => {
  expect(apply(start(), { ...woke, atMs: START_MS })).toBeNull();
});

describe("a step with a condition", () => {
  test("is due from the diagnosis that finds it true on, and not before", () => {
    const story = new Story("wait", withSteps(vendor, manager)).tell(7, woke);
    expect(dueAfter(story)).toEqual([null, 1_800]);
    story.answer({ stock: "fail" });
    expect(dueAfter(story)).toEqual([7, 1_800]);
    expect(wanted(story.state)).toContainEqual(
      expect.objectContaining({ type: "page", target: "vendor", late: false }),
    );
  });

  test.each(["pass", "error"] as const)("has no time where what it asks for is %s", (stock) => {
    const story = new Story("wait", withSteps(vendor, manager)).answer({ ...troubled, stock }).plan();
    expect(dueAfter(story)).toEqual([null, 1_800]);
  });

  test("has none without a problem, whatever it asks for", () => {
    const whenever = { ...vendor, when: "release.pass" };
    expect(dueAfter(new Story("wait", withSteps(whenever)).answer({ stock: "error" }))).toEqual([null]);
    expect(dueAfter(new Story("wait", withSteps(whenever)).answer({ stock: "fail" }))).toEqual([0]);
  });

  test("keeps its time when it is found true again, or is not any more", () => {
    const story = new Story("none", withSteps(vendor, manager)).tell(7, woke).answer({ stock: "fail" }).plan();
    for (const verdicts of [{ stock: "fail" }, { orders: "fail" }] as const)
      story.tell(3_600, { type: "session", session: "s2", attendance: "none" }).answer(verdicts).plan();
    expect(story.state?.cycle).toBe(3);
    expect(dueAfter(story)).toEqual([7, 1_800]);
  });
});

test("a step with a time of its own keeps it", () => {
  expect(dueAfter(offered("wait"))).toEqual([600, 1_800]);
});

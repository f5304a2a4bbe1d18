import { describe, expect, test } from "vitest";
import { onsetAtMs, provingChecks } from "../../../src/core/run/diagnose.ts";
import type { RunEvent } from "../../../src/core/run/event.ts";
import { wanted } from "../../../src/core/run/machine.ts";
import type { Diagnosis } from "../../../src/core/run/state.ts";
import type { Mitigation, Runbook } from "../../../src/core/runbook/runbook.ts";
import { alice, plan, result, START_MS, started } from "./sample-events.ts";
import { offered, Story, troubled } from "./story.ts";

const woke = { type: "woke", jumpedMs: 0 } as const;
const both = { orders: "fail", stock: "fail" } as const;
const stages = (story: Story) => story.state?.proposals.map(({ id, stage }) => `${id} ${stage.kind}`);

function begun(changes: Partial<Runbook>, only: readonly string[] | null = null): RunEvent {
  const event = started() as RunEvent & { type: "started" };
  return { ...event, run: { ...event.run, only, runbook: { ...event.run.runbook, ...changes } } };
}

/** The sample with a rollback that differs. */
function withRollback(changes: Partial<Mitigation>, only: readonly string[] | null = null): RunEvent {
  const event = started() as RunEvent & { type: "started" };
  const mitigation = event.run.runbook.mitigation.map((one) => (one.id === "rollback" ? { ...one, ...changes } : one));
  return begun({ mitigation }, only);
}

describe("a diagnosis", () => {
  test("tells what is true, what explains it and what nothing explains", () => {
    const { diagnosis } = new Story("none").tell(3, woke).answer({ ...both, release: "fail" }).state ?? {};
    expect(diagnosis).toMatchObject({ health: "problem", unexplained: ["orders"], completedAtMs: START_MS + 3_000 });
    expect(diagnosis?.causes.map(({ id, truth }) => [id, truth])).toEqual([
      ["bad-release", false],
      ["empty-stock", true],
    ]);
  });

  test("proposes for each cause that holds, with why and what the runbook says of it", () => {
    const story = new Story("none", withRollback({ args: { to: 13 }, note: "ask the shop first" })).answer(both);
    expect(story.state?.proposals).toMatchObject([
      {
        id: "rollback",
        cycle: 1,
        mitigation: "rollback",
        undoes: null,
        cause: "bad-release",
        because: "orders fail after a release",
        action: "test.rollback",
        args: { to: 13 },
        note: "ask the shop first",
      },
      { id: "refill", cause: "empty-stock", because: "nothing is in stock", note: null },
    ]);
  });

  test("proposes nothing without a problem, whatever cause holds", () => {
    const causes = [{ id: "bad-release", title: "A release", when: "release.pass", because: "so" }];
    expect(new Story("none", begun({ causes })).answer({ stock: "error" }).state?.proposals).toEqual([]);
    expect(new Story("none", begun({ causes })).answer({ stock: "fail" }).state?.proposals).toHaveLength(1);
  });

  test("does not propose again what was made, and proposes what was not under another name", () => {
    const story = new Story("wait").answer(both).plan().approve().answer(both).plan().applied();
    const progress = { complete: false, completedAtMs: null, failed: "stuck", summary: "" };
    story.tell(1, { type: "progressed", proposal: "rollback", progress }).answer(both).plan();
    expect(stages(story)).toEqual(["rollback not-helped", "refill expired", "refill-2 offered"]);
    expect(story.state?.proposals[2]).toMatchObject({ cycle: 2, mitigation: "refill" });
  });

  test("that begins lets lapse what is offered or planned, and nothing else", () => {
    const story = new Story("wait").answer(both);
    const [first] = wanted(story.state);
    if (first?.type !== "plan") throw new Error("nothing is planned");
    story.tell(0, { type: "planned", proposal: first.proposal, stage: "propose", recheck: 0, plan: plan() });
    const slept = story.tell(60, { type: "session", session: "s2", attendance: "wait" });
    expect(stages(slept)).toEqual(["rollback offered", "refill planning"]);
    slept.approve().answer(both).plan(plan("uid-2"));
    expect(stages(slept)).toEqual(["rollback refused", "refill expired"]);
    const decided = new Story("wait").answer(both).plan();
    decided.tell(1, { type: "declined", proposal: "rollback", by: alice }).tell(1_800, woke);
    expect(stages(decided)).toEqual(["rollback declined", "refill expired"]);
  });

  test("that begins forgets the looks since the one before, and what was being looked at", () => {
    const story = offered("wait").tell(30, woke).answer(troubled);
    expect(story.state?.sampled.size).toBe(2);
    story.tell(1_765, woke);
    expect(story.state?.rounds.map(({ purpose }) => purpose)).toEqual(["watch", "overdue"]);
    story.tell(5, woke);
    expect(story.state?.rounds.map(({ purpose }) => purpose)).toEqual(["overdue", "diagnosis"]);
    expect(story.state?.sampled.size).toBe(0);
  });
});

describe("a mitigation that stands in for one that cannot be planned", () => {
  const event = started() as RunEvent & { type: "started" };
  const failed = (proposal: string) =>
    ({ type: "plan-failed", proposal, stage: "propose", recheck: 0, reason: "no" }) as const;

  function withStandIn(insteadOf: string): Story {
    const [rollback, ...others] = event.run.runbook.mitigation;
    if (rollback === undefined) throw new Error("the sample proposes nothing");
    const standIn = { ...rollback, id: "by-hand", for: ["bad-release", "empty-stock"], insteadOf };
    return new Story("wait", begun({ mitigation: [rollback, ...others, standIn] })).answer(both);
  }

  test("is for the cause of that one, also where an earlier one holds", () => {
    const story = withStandIn("refill").tell(1, failed("refill"));
    expect(story.state?.proposals.at(-1)).toMatchObject({
      id: "by-hand",
      cause: "empty-stock",
      because: "nothing is in stock",
    });
  });

  test("stands in again in the next diagnosis", () => {
    const story = withStandIn("rollback").tell(1, failed("rollback")).plan().tell(1_800, woke).answer(both);
    story.tell(1, failed("rollback-2")).plan();
    expect(stages(story)?.slice(3)).toEqual(["rollback-2 unavailable", "refill-2 offered", "by-hand-2 offered"]);
  });
});

describe("when it began to hurt", () => {
  const onset = (...told: readonly (string | number | null)[]) => {
    const results = told.map(
      (onsetAt, at) => [String(at), { ...result("fail", START_MS), observed: { onsetAt } }] as const,
    );
    return onsetAtMs({ results: new Map(results) } as unknown as Diagnosis);
  };

  test("is the earliest time that a check tells, and unknown where none does", () => {
    expect(onset("2026-01-15T02:55:00Z", "2026-01-15T02:50:00Z", null)).toBe(START_MS - 600_000);
    expect(onset(null, 12, "a while ago")).toBeNull();
    expect(onset("a while ago", "2026-01-15T02:55:00Z")).toBe(START_MS - 300_000);
    expect(onset()).toBeNull();
  });
});

describe("a change is proved by", () => {
  function proving(event: RunEvent): readonly string[] {
    const { state } = new Story("none", event).answer(troubled);
    const [proposal] = state?.proposals ?? [];
    if (state === null || proposal === undefined) throw new Error("nothing is proposed");
    return provingChecks(state, proposal);
  }

  test("what its mitigation names and all symptoms, each once, in the runbook's order", () => {
    expect(proving(withRollback({ verify: ["logs", "orders"] }))).toEqual(["orders", "stock", "logs"]);
    expect(proving(withRollback({ verify: [] }))).toEqual(["orders", "stock"]);
  });

  test("what its own mitigation names, not another one", () => {
    const [rollback, refill] = (started() as RunEvent & { type: "started" }).run.runbook.mitigation;
    if (rollback === undefined || refill === undefined) throw new Error("the sample proposes too little");
    const mitigation = [
      { ...rollback, verify: ["release"] },
      { ...refill, verify: ["logs"] },
    ];
    const { state } = new Story("none", begun({ mitigation })).answer(both);
    if (state === null) throw new Error("it has not begun");
    expect(state.proposals.map((proposal) => provingChecks(state, proposal))).toEqual([
      ["orders", "stock", "release"],
      ["orders", "stock", "logs"],
    ]);
  });

  test("those symptoms that were asked for, where some were not", () => {
    expect(proving(withRollback({ verify: [] }, ["orders", "release"]))).toEqual(["orders"]);
    expect(proving(withRollback({ verify: ["release"] }, ["orders", "release"]))).toEqual(["orders", "release"]);
  });
});

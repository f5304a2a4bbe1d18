import { describe, expect, test } from "vitest";
import type { Effect } from "../../../src/core/run/effect.ts";
import { apply, start, wanted } from "../../../src/core/run/machine.ts";
import type { RunEvent } from "../../../src/core/run/event.ts";
import { alice, plan, result, START_MS, started } from "./sample-events.ts";
import { offered, Story, troubled } from "./story.ts";

const woke = { type: "woke", jumpedMs: 0 } as const;
const visit = { type: "session", session: "v", attendance: "visitor" } as const;
const about = { proposal: "rollback", write: "1", attempt: 1 } as const;
const both = { orders: "fail", stock: "fail" } as const;

/** The only effect of its type, without its name. */
function only(story: Story, type: Effect["type"]): object {
  const [found, ...others] = wanted(story.state).filter((effect) => effect.type === type);
  if (found === undefined) throw new Error(`no ${type} is wanted`);
  expect(others).toEqual([]);
  const { id, ...rest } = found;
  expect(id).not.toBe("");
  return rest;
}

const approved = (attendance: "terminal" | "wait" | "none" = "none") =>
  offered(attendance).approve().answer(troubled).plan();

describe("nothing is wanted", () => {
  test("before a run has begun, nor while no process holds it", () => {
    expect(wanted(start())).toEqual([]);
    expect(wanted(apply(start(), started()))).toEqual([]);
  });

  test("once its process has left", () => {
    expect(new Story().tell(1, { type: "left", reason: "quit" }).wants).toEqual([]);
    expect(approved().tell(1, { type: "left", reason: "interrupted" }).wants).toEqual([]);
  });

  test("of checks, changes and answers where somebody only visits", () => {
    expect(new Story().tell(1, visit).wants).toEqual([]);
    expect(approved().tell(1, visit).wants).toEqual([]);
    expect(offered().tell(600, visit).wants).toEqual([]);
    const leased = { ...plan(), lease: { namespace: "shop", name: "bigops-shop" } };
    const held = new Story().answer(troubled).plan(leased).approve().answer(troubled).plan(leased);
    expect(held.wants).toEqual(["lease"]);
    expect(held.tell(1, visit).wants).toEqual([]);
  });
});

describe("a check", () => {
  test("is asked with the budget of the run, or its own", () => {
    const event = started() as RunEvent & { type: "started" };
    const [orders, ...others] = event.run.runbook.investigation;
    if (orders === undefined) throw new Error("the sample has no check");
    const investigation = [{ ...orders, timeoutMs: 60_000 }, ...others];
    const run = { ...event.run, runbook: { ...event.run.runbook, investigation } };
    const asked = wanted(new Story("none", { ...event, run }).state);
    expect(asked).toMatchObject([
      { type: "check", round: "diagnosis-1", check: { id: "orders" }, budgetMs: 60_000 },
      { type: "check", round: "diagnosis-1", check: { id: "stock" }, budgetMs: 10_000 },
      { type: "check", round: "diagnosis-1", check: { id: "release" }, budgetMs: 10_000 },
    ]);
  });
});

describe("a plan", () => {
  const planning = {
    type: "plan",
    proposal: "rollback",
    stage: "propose",
    recheck: 0,
    action: "test.rollback",
    args: {},
    onsetAtMs: null,
    shown: null,
    undoes: null,
  } as const;

  test("is made to be proposed, from nothing that was shown", () => {
    expect(only(new Story().answer(troubled), "plan")).toStrictEqual(planning);
  });

  test("is made again once it is approved, beside what was shown, and asked for until it comes or fails", () => {
    const story = offered("none").approve();
    const again = { ...planning, stage: "recheck", recheck: 1, shown: plan() };
    expect(only(story, "plan")).toStrictEqual(again);
    const came = { type: "planned", proposal: "rollback", stage: "recheck", recheck: 1, plan: plan() } as const;
    expect(story.tell(0, came).wants).toEqual(["check", "check", "check"]);
    const failed = { type: "plan-failed", proposal: "rollback", stage: "recheck", recheck: 1, reason: "gone" } as const;
    expect(offered("none").approve().tell(0, failed).wants).not.toContain("plan");
  });

  test("of an undo is made from what was done", () => {
    const story = approved().applied().tell(1, { type: "undo-requested", proposal: "rollback", by: alice });
    const receipts = story.state?.proposals[0]?.receipts;
    expect(receipts).toHaveLength(1);
    expect(only(story, "plan")).toStrictEqual({
      ...planning,
      proposal: "undo-rollback",
      undoes: { plan: plan(), receipts },
    });
  });

  test("knows when it began to hurt, where a check tells", () => {
    const story = new Story("none");
    for (const [check, minutes] of [
      ["orders", 3],
      ["stock", 5],
      ["release", 9],
    ] as const) {
      const onsetAt = new Date(START_MS - minutes * 60_000).toISOString();
      const told = result(check === "release" ? "pass" : "fail", story.atMs);
      const observed = check === "release" ? { onsetAt: "unknown" } : { onsetAt };
      story.tell(0, { type: "checked", round: "diagnosis-1", check, result: { ...told, observed } });
    }
    story.answer();
    expect(wanted(story.state)).toMatchObject([
      { type: "plan", proposal: "rollback", onsetAtMs: START_MS - 300_000 },
      { type: "plan", proposal: "refill", onsetAtMs: START_MS - 300_000 },
    ]);
  });
});

describe("a write", () => {
  const common = { proposal: "rollback", write: plan().writes[0], attempt: 1, plan: plan() };

  test("is prepared, sent with its mark by the session that meant to, and asked about when its answer is lost", () => {
    const story = approved();
    expect(only(story, "prepare")).toStrictEqual({ type: "prepare", ...common });
    const notAfterMs = story.sent().atMs + 5_000;
    const marked = { ...common, resourceVersion: "7", mark: "sd-0001/rollback/1" };
    expect(only(story, "send")).toStrictEqual({ type: "send", ...marked, notAfterMs, detail: {} });
    story.tell(1, { type: "received", ...about, receipt: { outcome: "lost", message: "reset" } });
    // A request may take 10 s.
    expect(only(story, "reconcile")).toStrictEqual({ type: "reconcile", ...marked, notBeforeMs: notAfterMs + 10_000 });
  });

  test("is asked about with what its plan made, until it is complete", () => {
    const story = approved().applied();
    const receipts = story.state?.proposals[0]?.receipts;
    expect(only(story, "progress")).toStrictEqual({ type: "progress", proposal: "rollback", plan: plan(), receipts });
    expect(story.completed().wants).toEqual([]);
  });

  test("is looked at after each sample that proves nothing yet, once", () => {
    const story = approved().applied().completed().tell(15, woke).answer(troubled);
    expect(story.wants).toEqual(["progress"]);
    expect(story.completed().wants).toEqual([]);
  });
});

describe("a terminal", () => {
  test("is asked about all that is offered once each has its plan, and not while a change is under way", () => {
    const story = new Story().answer(both);
    const made = { type: "planned", proposal: "rollback", stage: "propose", recheck: 0, plan: plan() } as const;
    expect(story.tell(0, made).wants).toEqual(["plan"]);
    story.plan();
    expect(only(story, "prompt")).toStrictEqual({ type: "prompt", proposals: ["rollback", "refill"] });
    expect(story.approve().wants).not.toContain("prompt");
    expect(story.answer(both).plan().applied().wants).not.toContain("prompt");
  });

  test("is asked nothing where nothing may be changed, or nothing is offered", () => {
    expect(new Story("terminal", started("run", true)).answer(troubled).plan().wants).toEqual([]);
    const story = new Story().answer(both).plan();
    story.tell(1, { type: "declined", proposal: "rollback", by: alice });
    expect(only(story, "prompt")).toStrictEqual({ type: "prompt", proposals: ["refill"] });
    expect(story.tell(1, { type: "declined", proposal: "refill", by: alice }).wants).toEqual([]);
  });
});

describe("a page", () => {
  test("names its step as one incident of the run, and is of one step each", () => {
    const story = offered("wait").tell(1_800, woke).answer(troubled);
    const steps = wanted(story.state).flatMap((effect) => (effect.type === "page" ? [effect] : []));
    expect(steps.map(({ step, note, target, dedupKey }) => ({ step, note, target, dedupKey }))).toEqual([
      { step: 0, note: "page", target: "secondary", dedupKey: "sd-0001/step-1" },
      { step: 1, note: "page", target: "manager", dedupKey: "sd-0001/step-2" },
    ]);
  });

  test("a note on one that was late is not late itself", () => {
    const story = offered("wait").tell(1_300, woke).answer(troubled);
    expect(only(story, "page")).toMatchObject({ note: "page", late: true });
    story.tell(0, { type: "paged", step: 0, note: "page", ok: true, message: "" });
    story.tell(0, { type: "acknowledged", by: alice });
    expect(only(story, "page")).toMatchObject({ note: "acknowledge", late: false });
  });
});

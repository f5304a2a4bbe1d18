import { describe, expect, test } from "vitest";
import type { Plan } from "../../../src/core/plan/plan.ts";
import { hasLapsed } from "../../../src/core/run/change.ts";
import type { RunEventBody } from "../../../src/core/run/event.ts";
import { wanted } from "../../../src/core/run/machine.ts";
import type { Proposal } from "../../../src/core/run/proposal.ts";
import { alice, plan } from "./sample-events.ts";
import { offered, Story, troubled } from "./story.ts";

const about = { proposal: "rollback", write: "1", attempt: 1 } as const;
const applied = { outcome: "applied" as const, atMs: 0, resourceVersion: "8", detail: {} };
const woke = { type: "woke", jumpedMs: 0 } as const;

function preparing(made: Plan = plan()): Story {
  return new Story("none").answer(troubled).plan(made).approve().answer(troubled).plan(made);
}

function first(story: Story): Proposal {
  const proposal = story.state?.proposals[0];
  if (proposal === undefined) throw new Error("nothing is proposed");
  return proposal;
}

function phase(story: Story): string {
  const { stage } = first(story);
  return stage.kind === "changing" ? stage.attempt.phase.kind : stage.kind;
}

/** The answer to the write was lost. */
function asking(): Story {
  return preparing()
    .sent()
    .tell(1, { type: "received", ...about, receipt: { outcome: "lost", message: "reset" } });
}

test("an approval lapses at its time, and where it has none", () => {
  const proposal = first(offered());
  const expiresAtMs = proposal.expiresAtMs ?? 0;
  expect(hasLapsed(proposal, expiresAtMs - 1)).toBe(false);
  expect(hasLapsed(proposal, expiresAtMs)).toBe(true);
  expect(hasLapsed({ ...proposal, expiresAtMs: null }, 0)).toBe(true);
});

test("a change that a person makes by hand is made once its approval was looked at again", () => {
  const story = preparing(plan("uid-1", 0));
  expect(first(story)).toMatchObject({ stage: { kind: "completing" }, appliedAtMs: story.atMs, receipts: [] });
});

describe("what does not fit where the change is tells nothing", () => {
  const receipt: RunEventBody = { type: "received", ...about, receipt: applied };
  const intent: RunEventBody = { type: "intended", ...about, resourceVersion: "9", notAfterMs: 1, detail: {} };
  const withheld: RunEventBody = { type: "withheld", ...about, reason: "moved" };
  const found: RunEventBody = { type: "reconciled", ...about, found: "applied", message: "" };

  test.each<[string, () => Story, RunEventBody]>([
    ["an answer before the approval", () => offered(), receipt],
    ["an answer before the intent", () => preparing(), receipt],
    ["an answer to another attempt", () => preparing().sent(), { ...receipt, attempt: 2 }],
    ["an answer once the live system is asked", () => asking(), receipt],
    ["an intent before the approval", () => offered(), intent],
    ["a second intent", () => preparing().sent(), intent],
    ["an intent of another attempt", () => preparing(), { ...intent, attempt: 2 }],
    ["withheld before the approval", () => offered(), withheld],
    ["withheld after the intent", () => preparing().sent(), withheld],
    ["withheld of another attempt", () => preparing(), { ...withheld, attempt: 2 }],
    ["found before the approval", () => offered(), found],
    ["found while it may be on its way", () => preparing().sent(), found],
    ["found of another attempt", () => asking(), { ...found, attempt: 2 }],
  ])("%s", (_, at, event) => {
    const story = at();
    const before = first(story);
    story.tell(0, event);
    expect(first(story)).toEqual(before);
  });
});

test("a write that is withheld: why is said", () => {
  const story = preparing().tell(0, { type: "withheld", ...about, reason: "it was moved" });
  expect(first(story).stage).toEqual({ kind: "refused", reason: "it was moved" });
});

test("an attempt that all was looked at again after is another one: a late answer to the first is none to it", () => {
  const slept = { type: "woke", jumpedMs: 600_000 } as const;
  const story = preparing().tell(600, slept).answer(troubled).plan();
  expect(wanted(story.state)).toMatchObject([{ type: "prepare", id: "prepare:rollback:1:2", attempt: 2 }]);
  const intent = { resourceVersion: "7", notAfterMs: story.atMs + 5_000, detail: {} };
  story.tell(0, { type: "intended", ...about, ...intent }, { type: "withheld", ...about, reason: "moved" });
  expect(phase(story)).toBe("preparing");
  story.tell(0, { type: "intended", ...about, attempt: 2, ...intent });
  story.tell(0, { type: "received", ...about, receipt: { outcome: "rejected", message: "no" } });
  expect(phase(story)).toBe("intended");
});

test("how often one write is tried is counted from the last look at all, not from the first attempt", () => {
  const story = preparing();
  const conflict = { outcome: "conflict", message: "409" } as const;
  const intend = (attempt: number) => {
    const intent = { resourceVersion: "7", notAfterMs: story.atMs, detail: {} };
    story.tell(0, { type: "intended", ...about, attempt, ...intent });
  };
  for (const attempt of [1, 2, 3, 4]) {
    intend(attempt);
    story.tell(0, { type: "received", ...about, attempt, receipt: conflict });
  }
  intend(5);
  story.tell(0, { type: "received", ...about, attempt: 5, receipt: { outcome: "lost", message: "reset" } });
  story.tell(0, { type: "reconciled", ...about, attempt: 5, found: "not-applied", message: "" });
  story.answer(troubled).plan();
  intend(6);
  story.tell(0, { type: "received", ...about, attempt: 6, receipt: conflict });
  expect(wanted(story.state)).toMatchObject([{ type: "prepare", attempt: 7 }]);
});

test("what was not sent is prepared again, as another attempt", () => {
  const story = preparing().sent();
  story.tell(0, { type: "received", ...about, receipt: { outcome: "not-sent", message: "too late" } });
  expect(wanted(story.state)).toMatchObject([{ type: "prepare", attempt: 2 }]);
});

test("a guard that never holds: why is said", () => {
  const story = preparing();
  for (const attempt of [1, 2, 3, 4, 5]) {
    story.tell(0, { type: "intended", ...about, attempt, resourceVersion: "7", notAfterMs: story.atMs, detail: {} });
    story.tell(0, { type: "received", ...about, attempt, receipt: { outcome: "conflict", message: "409" } });
  }
  expect(first(story).stage).toEqual({ kind: "refused", reason: "not applied after 5 attempts: 409" });
});

test("a second write that is refused leaves the first: how many were made is said", () => {
  const story = preparing(plan("uid-1", 2)).applied();
  const second = { ...about, write: "2", attempt: 2 };
  story.tell(0, { type: "intended", ...second, resourceVersion: "8", notAfterMs: story.atMs, detail: {} });
  story.tell(0, { type: "received", ...second, receipt: { outcome: "rejected", message: "no room" } });
  expect(first(story).stage).toEqual({ kind: "unknown", reason: "only 1 of its writes were made: no room" });
});

describe("after a lost answer", () => {
  test("found applied: its receipt says that it was found", () => {
    const story = asking().tell(0, { type: "reconciled", ...about, found: "applied", message: "" });
    expect(first(story).receipts).toEqual([{ resourceVersion: null, atMs: story.atMs, reconciled: true }]);
    expect(phase(story)).toBe("completing");
  });

  test("found not applied once the approval has lapsed: it is not sent any more", () => {
    const story = asking().tell(1_800, { type: "reconciled", ...about, found: "not-applied", message: "" });
    const reason = "it was not applied, and the approval has expired since";
    expect(first(story).stage).toEqual({ kind: "refused", reason });
  });
});

describe("a change that the server refused", () => {
  const rejected = { outcome: "rejected", message: "422" } as const;

  test("of a later diagnosis is not asked anew for what lapsed before", () => {
    const story = offered("wait").tell(1_800, woke).answer(troubled).plan().approve().answer(troubled).plan();
    const second = { ...about, proposal: "rollback-2" };
    story.tell(0, { type: "intended", ...second, resourceVersion: "7", notAfterMs: story.atMs, detail: {} });
    story.tell(0, { type: "received", ...second, receipt: rejected });
    expect(story.state?.proposals.map(({ stage }) => stage.kind)).toEqual(["expired", "rejected"]);
    expect(story.state?.cycle).toBe(2);
  });

  test("and was an undo: nothing is diagnosed anew for the offers that it put aside", () => {
    const both = { orders: "fail", stock: "fail" } as const;
    const story = offered().approve().answer(troubled).plan().applied();
    const stuck = { complete: false, completedAtMs: null, failed: "stuck", summary: "" };
    story.tell(1, { type: "progressed", proposal: "rollback", progress: stuck }).answer(both).plan();
    story.tell(1, { type: "undo-requested", proposal: "rollback", by: alice }).plan().approve().plan();
    const undo = { ...about, proposal: "undo-rollback" };
    story.tell(0, { type: "intended", ...undo, resourceVersion: "8", notAfterMs: story.atMs, detail: {} });
    story.tell(0, { type: "received", ...undo, receipt: rejected });
    expect(story.state?.proposals.map(({ id, stage }) => [id, stage.kind])).toEqual([
      ["rollback", "not-helped"],
      ["refill-2", "expired"],
      ["undo-rollback", "rejected"],
    ]);
    expect(story.state?.cycle).toBe(2);
  });
});

test("a change that cannot be planned any more is refused without waiting for its checks", () => {
  const story = offered("none").approve();
  const failed = { proposal: "rollback", stage: "recheck", recheck: 1, reason: "it is gone" } as const;
  story.tell(0, { type: "plan-failed", ...failed });
  expect(first(story).stage).toEqual({ kind: "refused", reason: "it cannot be planned any more: it is gone" });
  expect(story.state?.rounds).toEqual([]);
});

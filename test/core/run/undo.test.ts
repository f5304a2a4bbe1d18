import { expect, test } from "vitest";
import { exitCodeOf } from "../../../src/core/run/outcome.ts";
import type { EventOf } from "../../../src/core/run/event.ts";
import { alice, plan, started } from "./sample-events.ts";
import { offered, Story, troubled } from "./story.ts";

const both = { orders: "fail", stock: "fail" } as const;

function resolved(): Story {
  const story = offered().approve().answer(troubled).plan().applied().completed();
  for (const _ of [1, 2, 3]) story.tell(15, { type: "woke", jumpedMs: 0 }).answer();
  expect(story.state?.ended?.outcome).toBe("resolved");
  return story.tell(60, { type: "undo-requested", proposal: "rollback", by: alice }).plan();
}

/** The inverse is approved, sent and taken by the server. */
function undoApplied(story: Story): Story {
  story.approve().plan();
  const about = { proposal: "undo-rollback", write: "1", attempt: 1 };
  story.tell(0, { type: "intended", ...about, resourceVersion: "8", notAfterMs: story.atMs + 5_000, detail: {} });
  const receipt = { outcome: "applied" as const, atMs: story.atMs, resourceVersion: "9", detail: {} };
  return story.tell(0, { type: "received", ...about, receipt });
}

test("an undo that was refused does not make a problem that is back resolved", () => {
  const story = resolved().approve().plan(plan("uid-2"));
  story.answer({ stock: "fail" }).plan();
  expect(story.state?.proposals.at(-1)).toMatchObject({ id: "refill-2", stage: { kind: "offered" } });
  expect(story.outcome).toBe("awaiting-approval");
});

// What it went back to may never have worked: the change is undone all the same, and an unverified last change (exit code 6) is said before anything else.
test.each([
  ["fail", both],
  ["pass", {}],
  ["cannot be told", { orders: "inconclusive", stock: "error" }],
] as const)("an undo that is in place and did not complete: unverified where the symptoms %s", (_, verdicts) => {
  const story = undoApplied(resolved());
  const progress = { complete: false, completedAtMs: null, failed: "stuck", summary: "" };
  story.tell(1, { type: "progressed", proposal: "undo-rollback", progress }).answer(verdicts);
  expect(story.state?.proposals.map(({ id, stage }) => [id, stage])).toEqual([
    ["rollback", { kind: "undone", by: "undo-rollback" }],
    ["undo-rollback", { kind: "not-helped", reason: "stuck", proof: null }],
  ]);
  expect(story.state?.ended?.outcome).toBe("unverified");
  expect(exitCodeOf(story.state?.ended?.outcome ?? "defect")).toBe(6);
});

test("an undo that succeeded proves nothing about the symptoms", () => {
  const story = offered().approve().answer(troubled).plan().applied();
  const progress = { complete: false, completedAtMs: null, failed: "stuck", summary: "" };
  story.tell(1, { type: "progressed", proposal: "rollback", progress });
  story.tell(1, { type: "undo-requested", proposal: "rollback", by: alice }).plan().answer(both).plan();
  expect(story.state?.proposals.map(({ id }) => id)).toEqual(["rollback", "undo-rollback", "refill-2"]);
  undoApplied(story);
  const completed = { complete: true, completedAtMs: story.atMs, failed: null, summary: "" };
  story.tell(1, { type: "progressed", proposal: "undo-rollback", progress: completed }).answer(both);
  expect(story.outcome).toBe("problem");
});

test("an undo that nobody approved in time changes nothing of how the run ended", () => {
  const story = resolved().tell(31 * 60, { type: "woke", jumpedMs: 0 });
  expect(story.state?.proposals.at(-1)?.stage).toEqual({ kind: "expired", reason: "nobody approved it in time" });
  expect(story.state?.ended?.outcome).toBe("resolved");
});

const made = () => offered().approve().answer(troubled).plan().applied();
test.each([
  ["completes", made],
  ["is being proved", () => made().completed()],
] as const)("an undo that is asked for while its change %s ends the proof, and can be approved", (_, begun) => {
  const story = begun().tell(1, { type: "undo-requested", proposal: "rollback", by: alice }).plan();
  const reason = "its undo was asked for before it was proved";
  expect(story.state?.proposals[0]?.stage).toMatchObject({ kind: "not-helped", reason });
  expect(story.state?.rounds).toEqual([]);
  undoApplied(story);
  const completed = { complete: true, completedAtMs: story.atMs, failed: null, summary: "" };
  story.tell(1, { type: "progressed", proposal: "undo-rollback", progress: completed }).answer(both);
  expect(story.state?.proposals.map(({ id, stage }) => [id, stage.kind])).toEqual([
    ["rollback", "undone"],
    ["undo-rollback", "verified"],
  ]);
  expect(story.outcome).toBe("problem");
});

test("declined, the change stays, and is not called proved", () => {
  const story = made().completed().tell(1, { type: "undo-requested", proposal: "rollback", by: alice }).plan();
  story.tell(1, { type: "declined", proposal: "undo-rollback", by: alice });
  expect(story.state?.proposals[0]?.stage.kind).toBe("not-helped");
  expect(story.outcome).toBe("unverified");
});

test("while its write is on its way it cannot be undone yet", () => {
  const story = offered().approve().answer(troubled).plan();
  const about = { proposal: "rollback", write: "1", attempt: 1 };
  story.tell(0, { type: "intended", ...about, resourceVersion: "8", notAfterMs: story.atMs + 5_000, detail: {} });
  story.tell(0, { type: "undo-requested", proposal: "rollback", by: alice });
  expect(story.state?.proposals).toHaveLength(1);
});

const undo = { type: "undo-requested", proposal: "rollback", by: alice } as const;

test("what was seen of the change by then stays with it", () => {
  const story = made().completed().tell(15, { type: "woke", jumpedMs: 0 }).answer().tell(1, undo);
  expect(story.state?.proposals[0]?.stage).toMatchObject({ kind: "not-helped", proof: { samples: 1, passes: 1 } });
  const sampling = made().completed().tell(15, { type: "woke", jumpedMs: 0 });
  expect([sampling.state?.rounds.length, sampling.tell(1, undo).state?.rounds.length]).toEqual([1, 0]);
  expect(made().tell(1, undo).state?.proposals[0]?.stage).toMatchObject({ kind: "not-helped", proof: null });
});

test("all that is offered or planned beside it lapses, and what came to its end before stays as it was", () => {
  const begun = () => new Story("terminal").answer(both).plan().approve().answer(both).plan().applied();
  const offeredBeside = begun().tell(1, undo);
  expect(offeredBeside.state?.proposals.map(({ id, stage }) => [id, stage.kind])).toEqual([
    ["rollback", "not-helped"],
    ["refill", "expired"],
    ["undo-rollback", "planning"],
  ]);
  const declined = begun().tell(1, { type: "declined", proposal: "refill", by: alice }).tell(1, undo);
  expect(declined.state?.proposals[1]?.stage.kind).toBe("declined");
  // Planned for the diagnosis that followed the change.
  const progress = { complete: false, completedAtMs: null, failed: "stuck", summary: "" };
  const planned = made().tell(1, { type: "progressed", proposal: "rollback", progress }).answer(both).tell(1, undo);
  expect(planned.state?.proposals.map(({ id, stage }) => [id, stage.kind])).toEqual([
    ["rollback", "not-helped"],
    ["refill-2", "expired"],
    ["undo-rollback", "planning"],
  ]);
});

/** What nothing has come of yet. */
const fresh = {
  plan: null,
  impact: null,
  digest: null,
  expiresAtMs: null,
  approval: null,
  appliedAtMs: null,
  receipts: [],
  rechecks: 0,
  attempts: 0,
  looks: 0,
  guards: [],
  deadlineMs: null,
  rivals: null,
  lease: null,
  stage: { kind: "planning" },
};

test("a note on the change is none on its undo, which is for the same cause, made by the same means", () => {
  const { atMs: _, ...event } = started() as EventOf<"started">;
  const mitigation = event.run.runbook.mitigation.map((one) => ({
    ...one,
    note: "only relief",
    args: { app: "shop" },
  }));
  const run = { ...event.run, runbook: { ...event.run.runbook, mitigation } };
  const story = new Story("terminal", { ...event, atMs: started().atMs, run }).answer(troubled).plan().approve();
  story.answer(troubled).plan().applied().tell(1, undo);
  expect(story.state?.proposals).toMatchObject([
    { id: "rollback", undoes: null, note: "only relief", receipts: [{ resourceVersion: "8" }] },
    {
      id: "undo-rollback",
      undoes: "rollback",
      mitigation: null,
      note: null,
      cause: "bad-release",
      cycle: 1,
      action: "test.rollback",
      args: { app: "shop" },
      ...fresh,
    },
  ]);
});

test("asked for again while it is offered it is planned anew, and only the newer one is open", () => {
  const story = made().tell(1, undo).plan().tell(1, undo).plan();
  expect(story.state?.proposals.map(({ id, stage }) => [id, stage.kind])).toEqual([
    ["rollback", "not-helped"],
    ["undo-rollback", "expired"],
    ["undo-rollback-2", "offered"],
  ]);
});

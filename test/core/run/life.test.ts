import { expect, test } from "vitest";
import { documentOf } from "../../../src/core/document/document-of.ts";
import { deadlines, wanted } from "../../../src/core/run/machine.ts";
import type { Mitigation } from "../../../src/core/runbook/runbook.ts";
import { alice, plan, result, START_MS, started } from "./sample-events.ts";
import { offered, Story, troubled } from "./story.ts";

test("checks that need nothing are asked at once, the others when their needs are decided", () => {
  const story = new Story();
  const asked = () => wanted(story.state).flatMap((effect) => (effect.type === "check" ? [effect.check.id] : []));
  expect(asked()).toEqual(["orders", "stock", "release"]);
  story.tell(0, { type: "checked", round: "diagnosis-1", check: "release", result: result("pass", story.atMs) });
  expect(asked()).toEqual(["orders", "stock", "logs"]);
});

test("a check whose need could not be told is skipped, and says why", () => {
  const story = new Story().answer({ ...troubled, release: "error" });
  expect(story.state?.diagnosis?.results.get("logs")).toMatchObject({
    verdict: "skipped",
    summary: "needs release, which could not be told",
  });
});

test("all symptoms pass: healthy, and nothing is proposed", () => {
  const story = new Story().answer();
  expect(story.state?.ended?.outcome).toBe("healthy");
  expect(story.state?.proposals).toEqual([]);
});

test.each(["inconclusive", "error", "skipped"] as const)(
  "a symptom that is %s and none that fails: inconclusive",
  (verdict) => {
    expect(new Story().answer({ stock: verdict }).state?.ended?.outcome).toBe("inconclusive");
  },
);

test("evidence that could not be read does not decide anything", () => {
  expect(new Story().answer({ logs: "error" }).state?.ended?.outcome).toBe("healthy");
});

test("a check that never answers is not waited for beyond its budget", () => {
  const story = new Story();
  story.tell(0, { type: "checked", round: "diagnosis-1", check: "stock", result: result("pass", story.atMs) });
  const due = Math.min(...deadlines(story.state).map(({ atMs }) => atMs));
  expect(due).toBe(START_MS + 11_000);
  story.tell(11, { type: "woke", jumpedMs: 0 });
  expect(story.state?.diagnosis?.results.get("orders")).toMatchObject({
    verdict: "inconclusive",
    summary: "no answer within 10 s",
  });
});

test("a problem with a cause is planned, offered and asked", () => {
  const story = offered();
  expect(story.stage).toBe("offered");
  expect(story.wants).toEqual(["prompt"]);
  expect(story.outcome).toBe("awaiting-approval");
});

test("without a terminal nobody is asked, and the run awaits its approval", () => {
  const story = offered("none");
  expect(story.wants).toEqual([]);
  expect(story.outcome).toBe("awaiting-approval");
  expect(story.state?.ended).toBeNull();
});

test("a dry run plans without a digest and ends as a problem", () => {
  const story = new Story("none", started("dry-run")).answer(troubled).plan();
  expect(story.state?.proposals[0]).toMatchObject({ digest: null, expiresAtMs: null });
  expect(story.state?.ended?.outcome).toBe("problem");
});

test("a read-only environment never gives out a digest", () => {
  const story = new Story("terminal", started("run", true)).answer(troubled).plan();
  expect(story.state?.proposals[0]?.digest).toBeNull();
  expect(story.wants).not.toContain("prompt");
});

test("an approval of another digest, or too late, approves nothing", () => {
  const wrong = offered().tell(1, { type: "approved", digest: "f".repeat(64), by: alice });
  expect(wrong.stage).toBe("offered");
  const digest = offered().state?.proposals[0]?.digest ?? "";
  const late = offered().tell(1_800, { type: "approved", digest, by: alice });
  expect(late.state?.proposals[0]?.stage.kind).toBe("expired");
  expect(late.wants).not.toContain("prepare");
});

test("approved, looked at again, sent, completed, and proved by three passes after the change: resolved", () => {
  const story = offered().approve();
  expect(story.wants).toEqual(["check", "check", "check", "plan"]);
  story.answer(troubled).plan();
  expect(story.wants).toEqual(["prepare"]);
  story.sent();
  expect(story.wants).toEqual(["send"]);
  const receipt = { outcome: "applied" as const, atMs: story.atMs, resourceVersion: "8", detail: {} };
  story.tell(0, { type: "received", proposal: "rollback", write: "1", attempt: 1, receipt });
  expect(story.wants).toEqual(["progress"]);
  story.completed();
  for (const passes of [1, 2]) {
    story.tell(15, { type: "woke", jumpedMs: 0 }).answer();
    expect(story.state?.proposals[0]?.stage).toMatchObject({ kind: "verifying", proof: { passes } });
  }
  story.tell(15, { type: "woke", jumpedMs: 0 }).answer();
  expect(story.stage).toBe("verified");
  expect(story.state?.ended?.outcome).toBe("resolved");
});

test("a sample whose window began before the change completed proves nothing", () => {
  const story = offered().approve().answer(troubled).plan().applied().completed();
  for (const _ of [1, 2, 3, 4]) story.tell(15, { type: "woke", jumpedMs: 0 }).answer({}, 120_000);
  expect(story.state?.proposals[0]?.stage).toMatchObject({ kind: "verifying", proof: { samples: 4, passes: 0 } });
});

test("a sample that cannot be told begins the count anew", () => {
  const story = offered().approve().answer(troubled).plan().applied().completed();
  story.tell(15, { type: "woke", jumpedMs: 0 }).answer();
  story.tell(15, { type: "woke", jumpedMs: 0 }).answer({ orders: "inconclusive" });
  expect(story.state?.proposals[0]?.stage).toMatchObject({ proof: { samples: 2, passes: 0 } });
});

test.each([
  ["the symptoms pass by now", {}, plan(), /no symptom fails any more/],
  [
    "no symptom can be told any more",
    { orders: "error" as const },
    plan(),
    /no symptom is seen failing any more: orders could not be told \(orders: error\)/,
  ],
  [
    "the evidence is gone",
    { ...troubled, release: "fail" as const },
    plan(),
    /^the cause bad-release no longer holds: release.pass is false \(release: fail\)$/,
  ],
  [
    "the evidence cannot be told any more",
    { ...troubled, release: "error" as const },
    plan(),
    /^the cause bad-release may not hold any more: release could not be told \(release: error\)$/,
  ],
  ["the object was edited", troubled, plan("uid-2"), /was changed since/],
  ["the writes would be others", troubled, plan("uid-1", 2), /another one than was shown/],
  ["fewer pods keep serving", troubled, plan("uid-1", 1, 2), /only 2 ready pods/],
])("refused when %s", (_, verdicts, made, reason) => {
  const story = offered("none").approve().answer(verdicts).plan(made);
  expect(story.state?.proposals[0]?.stage).toMatchObject({ kind: "refused", reason: expect.stringMatching(reason) });
  expect(story.state?.ended?.outcome).toBe("refused");
});

test("refused on a terminal, asked anew, then left: the new proposal stays open, also for a process without a terminal", () => {
  const story = offered().approve().answer(troubled).plan(plan("uid-2")).answer(troubled).plan(plan("uid-2"));
  expect(story.state?.proposals.map((proposal) => proposal.stage.kind)).toEqual(["refused", "offered"]);
  story.tell(1, { type: "left", reason: "quit" });
  expect([story.outcome, story.state?.ended]).toEqual(["awaiting-approval", null]);
  story.tell(60, { type: "session", session: "s2", attendance: "none" }).approve();
  expect(story.wants).toContain("check");
});

test("more pods that keep serving than shown is no reason to refuse", () => {
  expect(
    offered("none")
      .approve()
      .answer(troubled)
      .plan(plan("uid-1", 1, 5)).wants,
  ).toEqual(["prepare"]);
});

test("a guard that does not hold is read again, five times at most", () => {
  const story = offered("none").approve().answer(troubled).plan();
  for (const attempt of [1, 2, 3, 4, 5]) {
    const about = { proposal: "rollback", write: "1", attempt };
    story.tell(0, { type: "intended", ...about, resourceVersion: "7", notAfterMs: story.atMs + 5_000, detail: {} });
    expect(story.wants).toEqual(["send"]);
    story.tell(0, { type: "received", ...about, receipt: { outcome: "conflict", message: "409" } });
  }
  expect(story.stage).toBe("refused");
});

test("after a lost answer the live system is asked, not before the request can have ended", () => {
  const story = offered("none").approve().answer(troubled).plan().sent();
  const lost = { outcome: "lost" as const, message: "reset" };
  story.tell(1, { type: "received", proposal: "rollback", write: "1", attempt: 1, receipt: lost });
  const [effect] = wanted(story.state);
  expect(effect).toMatchObject({ type: "reconcile", notBeforeMs: story.atMs - 1_000 + 5_000 + 10_000 });
});

test("a crash after the intent: the next process asks, and sends nothing", () => {
  const story = offered("none").approve().answer(troubled).plan().sent();
  story.tell(60, { type: "session", session: "s2", attendance: "none" });
  expect(story.wants).toEqual(["reconcile"]);
});

test("found not applied: everything is looked at again before it is sent", () => {
  const story = offered("none").approve().answer(troubled).plan().sent();
  story.tell(60, { type: "session", session: "s2", attendance: "none" });
  story.tell(0, {
    type: "reconciled",
    proposal: "rollback",
    write: "1",
    attempt: 1,
    found: "not-applied",
    message: "",
  });
  expect(story.stage).toBe("rechecking");
});

test("nobody can tell: unverified after one more look, and nothing more is proposed", () => {
  const story = offered("none").approve().answer(troubled).plan().sent();
  story.tell(60, { type: "session", session: "s2", attendance: "none" });
  story.tell(0, {
    type: "reconciled",
    proposal: "rollback",
    write: "1",
    attempt: 1,
    found: "unknown",
    message: "moved",
  });
  story.answer(troubled);
  expect(story.state?.ended?.outcome).toBe("unverified");
  expect(story.state?.proposals).toHaveLength(1);
});

test("an undo reopens the run, is approved like any change, and ends with what the symptoms say", () => {
  const story = offered().approve().answer(troubled).plan().applied().completed();
  for (const _ of [1, 2, 3]) story.tell(15, { type: "woke", jumpedMs: 0 }).answer();
  story.tell(60, { type: "undo-requested", proposal: "rollback", by: alice });
  const [effect] = wanted(story.state);
  expect(effect).toMatchObject({
    type: "plan",
    proposal: "undo-rollback",
    undoes: { receipts: [{ resourceVersion: "8" }] },
  });
  story.plan().approve().plan();
  expect(story.wants).toEqual(["prepare"]);
});

test("steps page at their time, and acknowledging stops the rest", () => {
  const story = offered("wait").tell(600, { type: "woke", jumpedMs: 0 });
  expect(wanted(story.state).find((effect) => effect.type === "page")).toMatchObject({
    target: "secondary",
    late: false,
  });
  story.tell(1, { type: "paged", step: 0, note: "page", ok: true, message: "sent" });
  story.tell(1, { type: "acknowledged", by: alice });
  story.tell(1_800, { type: "woke", jumpedMs: 0 });
  expect(story.state?.steps.map((step) => step.status)).toEqual(["paged", "acknowledged"]);
  expect(wanted(story.state).filter((effect) => effect.type === "page" && effect.note === "page")).toEqual([]);
});

test("a step missed by a sleep is paged late, after the symptoms were looked at again", () => {
  const story = offered("wait").tell(3_000, { type: "woke", jumpedMs: 2_900_000 });
  expect(story.wants).not.toContain("page");
  expect(wanted(story.state).some((effect) => effect.type === "check" && effect.round.startsWith("overdue-"))).toBe(
    true,
  );
  story.answer(troubled).plan();
  expect(
    wanted(story.state)
      .filter((effect) => effect.type === "page")
      .every((effect) => effect.type === "page" && effect.late),
  ).toBe(true);
  expect(story.wants).toContain("page");
});

test("symptoms that went away by themselves are resolved after three looks, and the question is withdrawn", () => {
  const story = offered();
  for (const _ of [1, 2, 3]) story.tell(30, { type: "woke", jumpedMs: 0 }).answer();
  expect(story.state?.ended?.outcome).toBe("resolved");
  expect(story.wants).toEqual([]);
});

test("an acknowledgement by a visitor starts nothing else", () => {
  const story = offered("none").tell(60, { type: "session", session: "v", attendance: "visitor" });
  expect(story.tell(0, { type: "acknowledged", by: alice }).wants).toEqual([]);
  expect(story.state?.steps.every((step) => step.status === "acknowledged")).toBe(true);
});

test("a mitigation stands in for another only when that one cannot be planned, for the same cause", () => {
  const story = withStandIn().answer({ ...troubled, stock: "fail" });
  const planned = () => wanted(story.state).flatMap((effect) => (effect.type === "plan" ? [effect.proposal] : []));
  expect(planned()).toEqual(["rollback", "refill"]);
  story.tell(1, { type: "plan-failed", proposal: "refill", stage: "propose", recheck: 0, reason: "no" });
  expect(planned()).toEqual(["rollback"]);
  story.tell(1, { type: "plan-failed", proposal: "rollback", stage: "propose", recheck: 0, reason: "no predecessor" });
  expect(planned()).toEqual(["by-hand"]);
  // Told again it changes nothing.
  story.tell(1, { type: "plan-failed", proposal: "rollback", stage: "propose", recheck: 0, reason: "no predecessor" });
  story.plan();
  expect(story.state?.proposals.map(({ id, stage, cause }) => [id, stage.kind, cause])).toEqual([
    ["rollback", "unavailable", "bad-release"],
    ["refill", "unavailable", "empty-stock"],
    ["by-hand", "offered", "bad-release"],
  ]);
  expect(story.wants).toEqual(["prompt"]);
  expect(story.outcome).toBe("awaiting-approval");
});

test("a mitigation whose other was planned, or expired before it was, stays away", () => {
  expect(
    withStandIn()
      .answer(troubled)
      .plan()
      .state?.proposals.map(({ id }) => id),
  ).toEqual(["rollback"]);
  const late = withStandIn().answer(troubled);
  late.tell(60, { type: "session", session: "s2", attendance: "none" }).plan();
  late.tell(1, { type: "plan-failed", proposal: "rollback", stage: "propose", recheck: 0, reason: "no" });
  expect(late.state?.proposals.map(({ id }) => id)).toEqual(["rollback"]);
});

test("a stand-in whose own requirement does not hold, and a stand-in's stand-in", () => {
  const failed = (proposal: string) =>
    ({ type: "plan-failed", proposal, stage: "propose", recheck: 0, reason: "no" }) as const;
  const unmet = withStandIn({ requires: "stock.fail" }).answer(troubled).tell(1, failed("rollback"));
  expect(unmet.state?.proposals.map(({ id }) => id)).toEqual(["rollback"]);
  expect(unmet.outcome).toBe("problem");
  const told = (story: typeof unmet) => (story.state === null ? [] : documentOf(story.state).unavailable);
  expect(told(unmet).map(({ id, cause }) => [id, cause])).toEqual([
    ["rollback", "bad-release"],
    ["by-hand", "bad-release"],
  ]);
  expect(told(unmet)[1]?.reason).toMatch(/^not proposed, its requirement is not met: stock\.fail is false/);
  // It is wanted only where the other cannot be planned.
  expect(told(withStandIn({ requires: "stock.fail" }).answer(troubled).plan())).toEqual([]);
  const chain = withStandIn({}, [{ id: "call-vendor", insteadOf: "by-hand" }]).answer(troubled);
  chain.tell(1, failed("rollback")).tell(1, failed("by-hand"));
  expect(chain.state?.proposals.map(({ id, stage }) => [id, stage.kind])).toEqual([
    ["rollback", "unavailable"],
    ["by-hand", "unavailable"],
    ["call-vendor", "planning"],
  ]);
});

/** A run of the sample with a mitigation that stands in for its rollback. */
function withStandIn(more: Partial<Mitigation> = {}, others: readonly Partial<Mitigation>[] = []): Story {
  const begun = started();
  if (begun.type !== "started") throw new Error("no start");
  const standIn: Mitigation = {
    id: "by-hand",
    for: ["bad-release", "empty-stock"],
    insteadOf: "rollback",
    action: "test.manual",
    args: {},
    requires: null,
    verify: [],
    note: null,
    ...more,
  };
  const mitigation = [standIn, ...begun.run.runbook.mitigation, ...others.map((other) => ({ ...standIn, ...other }))];
  return new Story("terminal", { ...begun, run: { ...begun.run, runbook: { ...begun.run.runbook, mitigation } } });
}

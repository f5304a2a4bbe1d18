import { describe, expect, test } from "vitest";
import type { LeaseAnswer, RunEventBody } from "../../../src/core/run/event.ts";
import type { LeaseHolder, PastChange } from "../../../src/core/plan/lease.ts";
import type { Plan } from "../../../src/core/plan/plan.ts";
import { deadlines, isGoingOn, wanted } from "../../../src/core/run/machine.ts";
import { alice, plan } from "./sample-events.ts";
import { Story, troubled } from "./story.ts";

const rival: LeaseHolder = {
  user: "bob",
  host: "desk",
  run: "sd-0002",
  runbook: "shop-down",
  sinceMs: Date.UTC(2026, 0, 15, 3, 1, 0),
  untilMs: Date.UTC(2026, 0, 15, 3, 2, 0),
};

function leased(made: Plan = plan()): Plan {
  return { ...made, lease: { namespace: "shop", name: "bigops-1" } };
}

/** Approved, and looked at once more with the same result. */
function rechecked(attendance: "terminal" | "none" = "terminal", made: Plan = leased()): Story {
  return new Story(attendance).answer(troubled).plan(made).approve().answer(troubled).plan(made);
}

function told(story: Story, lease: LeaseAnswer): Story {
  return story.tell(0, { type: "leased", proposal: "rollback", lease });
}

function held(story: Story, epoch = 1, more: { readonly noted?: true } = {}): Story {
  return told(story, { outcome: "held", epoch, untilMs: story.atMs + 60_000, ...more });
}

function lease(story: Story) {
  const effect = wanted(story.state).find((one) => one.type === "lease");
  return effect?.type === "lease" ? effect : undefined;
}

/** Its checks pass until its change is proved. */
function proved(story: Story): Story {
  for (let sample = 0; sample < 4 && story.stage === "verifying"; sample += 1) {
    story.answer();
    story.tell(15, { type: "woke", jumpedMs: 0 });
    if (lease(story)?.op === "renew") held(story, 1, { noted: true });
  }
  return story;
}

function goingOn({ state }: Story): boolean {
  return state !== null && isGoingOn(state);
}

function stage(story: Story) {
  return story.state?.proposals[0]?.stage;
}

function applied(attempt = 1): RunEventBody {
  const receipt = { outcome: "applied" as const, atMs: 0, resourceVersion: "8", detail: {} };
  return { type: "received", proposal: "rollback", write: "1", attempt, receipt };
}

describe("the lease on a change's target", () => {
  test("is taken after the approval and the second look, before anything is prepared", () => {
    const offered = new Story().answer(troubled).plan(leased());
    expect(offered.wants).not.toContain("lease");
    const approved = offered.approve();
    expect(approved.wants).not.toContain("lease");
    const story = approved.answer(troubled).plan(leased());
    expect(lease(story)).toMatchObject({ op: "take", address: { namespace: "shop", name: "bigops-1" }, change: null });
    expect(lease(story)?.over).toEqual([]);
    expect(lease(story)?.by).toEqual({ user: "alice", host: "laptop", run: "sd-0001", runbook: "shop-down" });
    expect(story.wants).not.toContain("prepare");
    expect(held(story).wants).toContain("prepare");
  });

  test("is not asked for where the plan names none", () => {
    const story = new Story().answer(troubled).plan().approve().answer(troubled).plan();
    expect(story.wants).toEqual(["prepare"]);
  });

  test("held by somebody else: nothing is sent, and who it is, is said", () => {
    const story = told(rechecked("none"), { outcome: "refused", by: rival });
    expect(story.stage).toBe("refused");
    expect(story.outcome).toBe("refused");
    expect(JSON.stringify(story.state?.proposals[0]?.stage)).toMatch(
      /bob@desk in run sd-0002 \(shop-down\), since .*03:01.*until .*03:02.*--dry-run/,
    );
  });

  test("that may not be had stops nothing", () => {
    const story = told(rechecked(), { outcome: "unavailable", reason: "not allowed (403)", forbidden: true });
    expect(story.wants).toEqual(["prepare"]);
    expect(story.state?.proposals[0]?.lease).toEqual({ kind: "unavailable", reason: "not allowed (403)" });
  });

  test("is renewed every 15 s until the change is proved, then released with what was done", () => {
    const story = held(rechecked()).sent();
    expect(lease(story)).toBeUndefined();
    story.tell(1, applied());
    expect(lease(story)).toMatchObject({
      op: "renew",
      epoch: 1,
      change: { mitigation: "rollback", user: "alice", ended: "under-way" },
    });
    held(story, 1, { noted: true });
    expect(lease(story)).toBeUndefined();
    expect(deadlines(story.state).map(({ atMs }) => atMs)).toContain(story.atMs + 15_000);
    story.completed().tell(15, { type: "woke", jumpedMs: 0 });
    expect(lease(story)?.op).toBe("renew");
    held(story, 1, { noted: true });
    proved(story);
    expect(story.stage).toBe("verified");
    expect(lease(story)).toMatchObject({ op: "release", epoch: 1, change: { ended: "verified" } });
    expect(told(story, { outcome: "released" }).wants).not.toContain("lease");
  });

  test("is let go of before somebody who watches the run has seen the whole of it", () => {
    const story = proved(held(held(rechecked()).applied(), 1, { noted: true }).completed());
    expect(story.outcome).toBe("resolved");
    expect(goingOn(story)).toBe(true);
    for (const { type } of wanted(story.state)) expect(["lease", "page"]).toContain(type);
    expect(goingOn(told(story, { outcome: "released" }))).toBe(false);
  });

  test("a holder whose lease was taken sends nothing more", () => {
    const two = leased(plan("uid-1", 2));
    const story = held(rechecked("none", two));
    story.sent().tell(0, applied());
    // Seen to be ours again before the second write.
    expect(story.wants).not.toContain("prepare");
    expect(lease(story)?.op).toBe("renew");
    told(story, { outcome: "lost", by: rival });
    expect(story.wants).not.toContain("prepare");
    expect(story.wants).not.toContain("send");
    expect(story.stage).toBe("unknown");
    expect(JSON.stringify(story.state?.proposals[0]?.stage)).toMatch(/only 1 of its writes.*taken over by bob@desk/);
  });

  test("lost before the first write: refused, and nothing was sent", () => {
    const story = told(held(rechecked("none")), { outcome: "lost", by: rival });
    expect(story.stage).toBe("refused");
    expect(story.outcome).toBe("refused");
    expect(story.wants).not.toContain("send");
  });

  test("nothing is sent after its end by the clock here", () => {
    const story = told(rechecked(), { outcome: "held", epoch: 1, untilMs: rechecked().atMs + 2_000 }).sent();
    const send = wanted(story.state).find((one) => one.type === "send");
    expect(send?.type === "send" ? send.notAfterMs - story.atMs : null).toBe(2_000);
  });

  test("whether it is ours cannot be told, three times: the write that waits for it is given up", () => {
    const story = held(rechecked("none"));
    story.sent();
    const receipt = { outcome: "conflict" as const, message: "409" };
    story.tell(0, { type: "received", proposal: "rollback", write: "1", attempt: 1, receipt });
    for (let times = 0; times < 3; times += 1) {
      expect(lease(story)?.op).toBe("renew");
      told(story, { outcome: "unavailable", reason: "no answer" }).tell(3, { type: "woke", jumpedMs: 0 });
    }
    expect(story.stage).toBe("refused");
  });

  test("another process of the run takes it anew, and the one before it may send nothing", () => {
    const story = held(rechecked()).sent().tell(0, applied());
    held(story, 1, { noted: true });
    story.tell(5, { type: "session", session: "s2", attendance: "terminal" });
    expect(lease(story)).toMatchObject({ op: "take", change: { ended: "under-way" } });
    expect(story.stage).toBe("completing");
    // Whoever has it by now does not take the proof away.
    told(story, { outcome: "refused", by: rival });
    expect(story.stage).toBe("completing");
    expect(story.wants).toContain("progress");
  });

  test("a clock that is set back: it is renewed before anything is sent", () => {
    const story = held(rechecked());
    story.tell(-3_600, { type: "woke", jumpedMs: -3_600_000 });
    expect(story.wants).not.toContain("send");
    story.answer(troubled).plan(leased());
    expect(story.wants).not.toContain("prepare");
    expect(lease(story)?.op).toBe("renew");
  });

  test("who moved the object under the plan is told", () => {
    const story = new Story("none").answer(troubled).plan(leased()).approve().answer(troubled);
    const effect = wanted(story.state).find((one) => one.type === "plan");
    if (effect?.type !== "plan") throw new Error("no plan is wanted");
    const { proposal, stage, recheck } = effect;
    const rivals = { holder: rival, past: [] };
    story.tell(0, { type: "planned", proposal, stage, recheck, plan: leased(plan("uid-2")), rivals });
    expect(story.stage).toBe("refused");
    expect(JSON.stringify(story.state?.proposals[0]?.stage)).toMatch(/was changed since.*by bob@desk in run sd-0002/);
  });

  test("evidence that moved after the object was looked at: one more look tells who moved it, and nothing is made", () => {
    const story = new Story("none").answer(troubled).plan(leased()).approve().plan(leased()).answer();
    expect([story.stage, story.wants]).toEqual(["rechecking", ["plan"]]);
    const effect = wanted(story.state).find((one) => one.type === "plan");
    if (effect?.type !== "plan") throw new Error("no plan is wanted");
    const { proposal, stage: planStage, recheck } = effect;
    expect(recheck).toBe(2);
    const about = { proposal, stage: planStage, recheck };
    const reason = /^no symptom fails any more; being changed by bob@desk in run sd-0002 /;
    const rivals = { holder: rival, past: [] };
    const again = { type: "planned" as const, ...about, plan: leased(), rivals };
    expect(stage(story.tell(0, again))).toEqual({ kind: "refused", reason: expect.stringMatching(reason) });
    expect(story.wants).toEqual([]);
  });

  test("where nobody can be told, the evidence alone is, once", () => {
    const story = new Story("none").answer(troubled).plan(leased()).approve().plan(leased()).answer();
    const about = { proposal: "rollback", stage: "recheck" as const, recheck: 2 };
    story.tell(0, { type: "plan-failed", ...about, reason: "no answer" });
    expect(stage(story)).toEqual({ kind: "refused", reason: "no symptom fails any more" });
  });

  test("moved before its first write, and the lease could not be asked: one more look tells who, and nothing is made", () => {
    const story = told(rechecked("none"), { outcome: "unavailable", reason: "no answer" });
    expect(story.wants).toEqual(["prepare"]);
    story.tell(0, { type: "withheld", proposal: "rollback", write: "1", attempt: 1, reason: "it was moved" });
    expect([story.stage, story.wants]).toEqual(["rechecking", ["plan"]]);
    const about = { proposal: "rollback", stage: "recheck" as const, recheck: 2 };
    const rivals = { holder: rival, past: [] };
    story.tell(0, { type: "planned", ...about, plan: leased(), rivals });
    const reason = /^it was moved; being changed by bob@desk in run sd-0002 /;
    expect(stage(story)).toEqual({ kind: "refused", reason: expect.stringMatching(reason) });
    expect(story.wants).toEqual([]);
  });

  test("moved under a lease of its own: nobody else of bigops did it, and nobody is looked for", () => {
    const story = held(rechecked("none"));
    story.tell(0, { type: "withheld", proposal: "rollback", write: "1", attempt: 1, reason: "it was moved" });
    expect(stage(story)).toEqual({ kind: "refused", reason: "it was moved" });
  });

  const look = "to see whether it helps: bigops run shop-down --dry-run";
  const since = "since 2026-01-15T03:01:00.000Z, until 2026-01-15T03:02:00.000Z unless renewed";
  const bob = `bob@desk in run sd-0002 (shop-down), ${since}`;

  test.each<[string, LeaseAnswer, string]>([
    ["by somebody", { outcome: "refused", by: rival }, `it is being changed by ${bob}; ${look}`],
    ["by nobody knows whom", { outcome: "refused", by: null }, `it is being changed by somebody else; ${look}`],
  ])("held %s: said in full", (_, answer, reason) => {
    expect(stage(told(rechecked("none"), answer))).toEqual({ kind: "refused", reason });
  });

  test("taken over: said in full", () => {
    const reason = `the lease on it was taken over by ${bob}; nothing more was sent; ${look}`;
    expect(stage(told(held(rechecked("none")), { outcome: "lost", by: rival }))).toEqual({ kind: "refused", reason });
    const asked = told(held(rechecked("none")), { outcome: "refused", by: rival });
    expect(stage(asked)).toEqual({ kind: "refused", reason });
  });

  test("once it is held, the write is all that is wanted", () => {
    expect(held(rechecked()).wants).toEqual(["prepare"]);
  });

  test("is not asked about while a write is on its way, however long that takes", () => {
    const story = held(rechecked("none")).sent().tell(16, { type: "woke", jumpedMs: 0 });
    expect(story.wants).toEqual(["send"]);
  });

  test("is renewed when its time comes, and no sooner, while the live system is asked what became of a write", () => {
    const about = { proposal: "rollback", write: "1", attempt: 1 };
    const story = held(rechecked("none")).sent();
    story.tell(1, { type: "received", ...about, receipt: { outcome: "lost", message: "reset" } });
    expect(story.wants).toEqual(["reconcile"]);
    story.tell(0, { type: "reconciled", ...about, found: "unanswered", message: "no answer" });
    expect(lease(story.tell(13.999, { type: "woke", jumpedMs: 0 }))).toBeUndefined();
    expect(lease(story.tell(0.001, { type: "woke", jumpedMs: 0 }))?.op).toBe("renew");
  });

  test("each question is another effect, and names who approved", () => {
    const bobby = { user: "bobby", as: null, host: "desk" };
    const offer = new Story().answer(troubled).plan(leased());
    const digest = offer.state?.proposals[0]?.digest ?? "";
    const story = offer.tell(1, { type: "approved", digest, by: bobby }).answer(troubled).plan(leased());
    expect(lease(story)).toMatchObject({ id: "lease:rollback:take:s1", epoch: 0, by: { user: "bobby", host: "desk" } });
    held(story, 4).sent().tell(1, applied());
    expect(lease(story)).toMatchObject({ id: "lease:rollback:renew:1", epoch: 4 });
    held(story, 4, { noted: true }).tell(15, { type: "woke", jumpedMs: 0 });
    expect(lease(story)?.id).toBe("lease:rollback:renew:2");
    // What it has noted once, it has noted.
    expect(lease(held(story, 4))).toBeUndefined();
    const failed = { complete: false, completedAtMs: null, failed: "stuck", summary: "" };
    story.tell(1, { type: "progressed", proposal: "rollback", progress: failed });
    expect(lease(story)).toMatchObject({ id: "lease:rollback:release:last", change: { ended: "not-helped" } });
    expect(told(story, { outcome: "released" }).state?.proposals[0]?.lease).toEqual({ kind: "released", epoch: 4 });
  });

  test("a change of which nobody knows whether it was made is remembered by its approval", () => {
    const story = held(rechecked("none")).sent();
    const about = { proposal: "rollback", write: "1", attempt: 1 };
    story.tell(1, { type: "received", ...about, receipt: { outcome: "lost", message: "reset" } });
    story.tell(9, { type: "reconciled", ...about, found: "unknown", message: "moved" });
    const { approval } = story.state?.proposals[0] ?? {};
    expect(lease(story)).toMatchObject({ op: "release", change: { ended: "unknown", atMs: approval?.atMs } });
  });

  test("an undo tells of the change that it takes back", () => {
    const story = rechecked("terminal", plan()).applied();
    const appliedAtMs = story.state?.proposals[0]?.appliedAtMs;
    story.completed();
    for (const _ of [1, 2, 3]) story.tell(15, { type: "woke", jumpedMs: 0 }).answer();
    story.tell(60, { type: "undo-requested", proposal: "rollback", by: alice }).plan(leased()).approve().plan(leased());
    const about = { proposal: "undo-rollback", write: "1", attempt: 1 };
    const holding: LeaseAnswer = { outcome: "held", epoch: 1, untilMs: story.atMs + 60_000 };
    story.tell(0, { type: "leased", proposal: "undo-rollback", lease: holding });
    story.tell(0, { type: "intended", ...about, resourceVersion: "8", notAfterMs: story.atMs + 5_000, detail: {} });
    const receipt = { outcome: "applied" as const, atMs: story.atMs, resourceVersion: "9", detail: {} };
    story.tell(5, { type: "received", ...about, receipt });
    expect(lease(story)?.change).toEqual({
      run: "sd-0001",
      user: "alice",
      host: "laptop",
      proposal: "rollback",
      mitigation: "rollback",
      action: "test.rollback",
      atMs: appliedAtMs,
      ended: "undone",
    });
  });

  test("lost while a write is on its way: what became of that is asked, and nothing more is sent", () => {
    const story = told(held(rechecked("none")).sent(), { outcome: "lost", by: rival });
    expect(story.wants).toEqual(["reconcile"]);
    const about = { proposal: "rollback", write: "1", attempt: 1 };
    story.tell(0, { type: "reconciled", ...about, found: "unanswered", message: "refused" });
    // Told once more it does not ask sooner.
    told(story, { outcome: "lost", by: rival });
    expect(story.wants).toEqual([]);
    story.tell(3, { type: "session", session: "s2", attendance: "none" });
    expect(story.state?.proposals[0]?.lease?.kind).toBe("lost");
    story
      .tell(0, { type: "reconciled", ...about, found: "not-applied", message: "" })
      .answer(troubled)
      .plan(leased())
      // It may have arrived while all was looked at again.
      .tell(0, { type: "reconciled", ...about, found: "not-applied", message: "" });
    const reason = `the lease on it was taken over by ${bob}; nothing more was sent; ${look}`;
    expect(stage(story)).toEqual({ kind: "refused", reason });
  });

  test("killed while a write is on its way, and held by somebody else since: not sent again, and the run comes to its end", () => {
    const story = held(rechecked("none")).sent().tell(3, { type: "session", session: "s2", attendance: "none" });
    told(story, { outcome: "refused", by: rival });
    const about = { proposal: "rollback", write: "1", attempt: 1 };
    story
      .tell(30, { type: "reconciled", ...about, found: "not-applied", message: "" })
      .answer(troubled)
      .plan(leased())
      .tell(0, { type: "reconciled", ...about, found: "not-applied", message: "" });
    expect(stage(story)).toEqual({ kind: "refused", reason: `it is being changed by ${bob}; ${look}` });
    expect([story.outcome, story.wants]).toEqual(["refused", []]);
  });

  test("lost while everything is looked at again: refused", () => {
    const story = held(rechecked("none")).tell(600, { type: "woke", jumpedMs: 600_000 });
    expect(story.stage).toBe("rechecking");
    expect(told(story, { outcome: "lost", by: rival }).stage).toBe("refused");
  });

  test("that may not be had any more stops nothing", () => {
    const story = held(rechecked("none")).sent();
    const receipt = { outcome: "conflict" as const, message: "409" };
    story.tell(0, { type: "received", proposal: "rollback", write: "1", attempt: 1, receipt });
    told(story, { outcome: "unavailable", reason: "403", forbidden: true });
    expect(story.state?.proposals[0]?.lease).toEqual({ kind: "unavailable", reason: "403" });
    expect(story.wants).toEqual(["prepare"]);
  });

  test("that cannot be asked is asked again after 3 s, and ends nothing that is made", () => {
    const story = held(rechecked("none")).sent().tell(1, applied());
    for (let times = 0; times < 5; times += 1) {
      const id = lease(story)?.id;
      expect(id).toBe(`lease:rollback:renew:${times + 1}`);
      told(story, { outcome: "unavailable", reason: "no answer" });
      expect(lease(story)).toBeUndefined();
      expect(lease(story.tell(2, { type: "woke", jumpedMs: 0 }))).toBeUndefined();
      story.tell(1, { type: "woke", jumpedMs: 0 });
    }
    expect(story.stage).toBe("completing");
    story.completed();
    expect(lease(told(story, { outcome: "unavailable", reason: "no answer" }))).toBeUndefined();
    expect(story.state?.proposals[0]?.lease?.kind).toBe("held");
  });

  test("that cannot be asked while everything is looked at again is asked again, and stays ours", () => {
    const story = held(rechecked("none")).tell(120, { type: "woke", jumpedMs: 120_000 });
    expect([story.stage, lease(story)?.op]).toEqual(["rechecking", "renew"]);
    told(story, { outcome: "unavailable", reason: "no answer" });
    expect([story.stage, story.state?.proposals[0]?.lease?.kind]).toEqual(["rechecking", "held"]);
    expect(lease(story)).toBeUndefined();
    expect(lease(story.tell(3, { type: "woke", jumpedMs: 0 }))?.op).toBe("renew");
  });

  test("that was confirmed for this very write holds it up no more, however often it cannot be asked then", () => {
    const story = held(rechecked("none"));
    for (let times = 0; times < 4; times += 1) told(story, { outcome: "unavailable", reason: "no answer" });
    expect([story.stage, story.wants]).toEqual(["changing", ["prepare"]]);
  });

  test("tells of others when it is taken, and where it tells nothing what is known of them stays", () => {
    const bobs = { run: "sd-0002", user: "bob", host: "desk", atMs: Date.UTC(2026, 0, 15, 2) };
    const change = { proposal: "rollback", mitigation: "rollback", action: "test.rollback" };
    const past: PastChange = { ...bobs, ...change, ended: "verified" };
    const facts = { holder: null, past: [past] };
    const story = told(rechecked(), { outcome: "held", epoch: 2, untilMs: rechecked().atMs + 60_000, facts });
    expect(story.state?.proposals[0]?.rivals).toEqual(facts);
    expect(held(story, 2).state?.proposals[0]?.rivals).toEqual(facts);
  });

  test("that cannot be released is let be", () => {
    const story = held(rechecked("none")).sent().tell(1, applied());
    const failed = { complete: false, completedAtMs: null, failed: "stuck", summary: "" };
    story.tell(1, { type: "progressed", proposal: "rollback", progress: failed });
    expect(lease(told(story, { outcome: "unavailable", reason: "no answer" }))).toBeUndefined();
  });

  test.each([
    ["beside what it changes: the rest is given up, as it could not be written either", "shop", "unknown"],
    ["elsewhere: the rest is made, rather than a job left stopped", "", "changing"],
  ])("once a write is made, and the lease cannot be asked any more that lies %s", (_, namespace, expected) => {
    const two = leased(plan("uid-1", 2));
    const made = { ...two, target: { ...two.target, namespace } };
    const story = held(rechecked("none", made)).sent().tell(1, applied());
    for (let times = 0; times < 3; times += 1)
      told(story, { outcome: "unavailable", reason: "no answer" }).tell(3, { type: "woke", jumpedMs: 0 });
    expect(story.stage).toBe(expected);
    expect(story.wants.includes("prepare")).toBe(expected === "changing");
  });

  test("a write that waits for it too long: why is said", () => {
    const story = held(rechecked("none")).sent();
    const receipt = { outcome: "conflict" as const, message: "409" };
    story.tell(0, { type: "received", proposal: "rollback", write: "1", attempt: 1, receipt });
    for (let times = 0; times < 3; times += 1)
      told(story, { outcome: "unavailable", reason: "no answer" }).tell(3, { type: "woke", jumpedMs: 0 });
    const reason = "whether the lease on it is still ours could not be told: no answer";
    expect(stage(story)).toEqual({ kind: "refused", reason });
  });
});

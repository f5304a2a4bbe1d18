import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RunEvent, RunEventBody } from "../../../src/core/run/event.ts";
import { refusal } from "../../../src/core/run/machine.ts";
import { outOfPlace } from "../../../src/core/run/out-of-place.ts";
import { childOf, handedOver } from "./handed-over.ts";
import { draws, type Moment, walk } from "./random-walk.ts";
import { alice, plan, result, started } from "./sample-events.ts";
import { offered, Story, troubled } from "./story.ts";

const runs = { numRuns: 40, seed: 20_261_128 };
const attendances = fc.constantFrom("terminal" as const, "wait" as const, "none" as const);

/** What a driver records of a walk: of what it refuses, that time passed. */
function recorded(moments: readonly Moment[]): readonly RunEvent[] {
  return moments.map(({ before, event }) => {
    const refused = before !== null && refusal(before, event) !== null;
    return refused ? { type: "woke", atMs: event.atMs, jumpedMs: 0 } : event;
  });
}

describe("what was recorded follows from what came before", () => {
  test("in every life, handed over or not, and in every prefix of it", () => {
    fc.assert(
      fc.property(draws, draws, attendances, fc.nat(), (first, next, attendance, cut) => {
        const all = walk(first, attendance);
        expect(outOfPlace(recorded(all))).toBeNull();
        const older = all.slice(0, 1 + (cut % all.length));
        const state = older.at(-1)?.state ?? null;
        if (state === null || state.ended !== null) return;
        const child = walk(next, attendance, childOf(state, state.nowMs));
        expect(outOfPlace([...recorded(older), handedOver(state.nowMs), ...recorded(child)])).toBeNull();
      }),
      runs,
    );
  });

  test("also an approval whose time ran out in the moment that it was recorded, or that came as another was under way", () => {
    const late = offered("wait");
    const digest = late.state?.proposals[0]?.digest ?? "";
    late.tell(31 * 60, { type: "approved", digest, by: alice });
    expect(late.state?.proposals.map(({ approval }) => approval)).toEqual(late.state?.proposals.map(() => null));
    expect(outOfPlace(late.events)).toBeNull();
    const twice = offered("wait").approve();
    twice.tell(0, { type: "approved", digest: digest.slice(0, 12), by: alice });
    expect(outOfPlace(twice.events)).toBeNull();
  });

  test("also the answer to a write that came when the lease was lost, and the live system is asked instead", () => {
    const leased = { ...plan(), lease: { namespace: "shop", name: "bigops-shop" } };
    const story = new Story("wait").answer(troubled).plan(leased).approve().answer(troubled).plan(leased);
    const held = { outcome: "held" as const, epoch: 1, untilMs: story.atMs + 60_000 };
    story.tell(0, { type: "leased", proposal: "rollback", lease: held }).sent();
    story.tell(0, { type: "leased", proposal: "rollback", lease: { outcome: "lost", by: null } });
    const receipt = { outcome: "applied" as const, atMs: story.atMs, resourceVersion: "8", detail: {} };
    story.tell(0, { type: "received", proposal: "rollback", write: "1", attempt: 1, receipt });
    expect(story.wants).toContain("reconcile");
    expect(outOfPlace(story.events)).toBeNull();
  });
});

describe("what does not is found", () => {
  const about = { proposal: "rollback", write: "1", attempt: 1 };
  const receipt = { outcome: "applied" as const, atMs: 1, resourceVersion: "8", detail: {} };
  const progress = { complete: true, completedAtMs: 1, failed: null, summary: "" };
  const unasked = /^nothing was asked that it answers$/;

  test.each<readonly [RunEventBody, RegExp]>([
    [{ type: "approved", digest: "f".repeat(64), by: alice }, /^no change was proposed that has its digest$/],
    [{ type: "declined", proposal: "restart", by: alice }, /^there is no such proposal$/],
    [{ type: "undo-requested", proposal: "restart", by: alice }, /^there is no such proposal$/],
    [{ type: "checked", round: "recheck-rollback-1", check: "orders", result: result("fail", 1) }, unasked],
    [{ type: "planned", proposal: "rollback", stage: "recheck", recheck: 1, plan: plan() }, unasked],
    [{ type: "plan-failed", proposal: "rollback", stage: "recheck", recheck: 1, reason: "" }, unasked],
    [{ type: "leased", proposal: "rollback", lease: { outcome: "released" } }, unasked],
    [{ type: "intended", ...about, resourceVersion: null, notAfterMs: 1, detail: {} }, unasked],
    [{ type: "withheld", ...about, reason: "" }, unasked],
    [{ type: "received", ...about, receipt }, unasked],
    [{ type: "reconciled", ...about, found: "applied", message: "" }, unasked],
    [{ type: "progressed", proposal: "rollback", progress }, unasked],
    [{ type: "fenced", fence: { kind: "held", epoch: 1, over: null } }, unasked],
    [{ type: "paged", step: 0, note: "page", ok: true, message: "" }, unasked],
    [{ type: "started", run: (started() as Extract<RunEvent, { type: "started" }>).run }, /begun already/],
  ])("%j", (body, problem) => {
    const { events, atMs } = offered("none");
    expect(outOfPlace([...events, { ...body, atMs }])).toEqual({
      index: events.length,
      problem: expect.stringMatching(problem),
    });
  });

  test("before a run has begun as well", () => {
    expect(outOfPlace(offered().events.slice(1))).toEqual({ index: 0, problem: "no run has begun" });
  });

  test("the second attempt of a write, where only the first was ever to be sent", () => {
    const story = offered("none").approve().answer(troubled).plan().sent();
    story.tell(0, { type: "received", ...about, attempt: 2, receipt });
    expect(outOfPlace(story.events)?.index).toBe(story.events.length - 1);
  });
});

describe("an answer is one to its own question", () => {
  const about = { proposal: "rollback", write: "1", attempt: 1 };
  const woke = { type: "woke", jumpedMs: 0 } as const;
  const told = { proposal: "rollback", stage: "propose", recheck: 0 } as const;
  const failed = { type: "plan-failed", ...told, reason: "no" } as const;
  const intended = { type: "intended", ...about, resourceVersion: null, notAfterMs: 1, detail: {} } as const;
  const receipt = { outcome: "rejected", message: "422" } as const;
  const paged = { type: "paged", step: 0, note: "page", ok: true, message: "" } as const;
  const checked = { type: "checked", round: "diagnosis-1", check: "orders", result: result("fail", 1) } as const;
  const planning = () => new Story("none").answer(troubled);
  const preparing = () => offered("none").approve().answer(troubled).plan();
  const due = () => offered("wait").tell(600, woke);

  test.each<[string, () => Story, RunEventBody, RunEventBody]>([
    ["of another check", () => new Story("none"), checked, { ...checked, check: "logs" }],
    ["of another round", () => new Story("none"), checked, { ...checked, round: "diagnosis-2" }],
    ["for another stage", planning, failed, { ...failed, stage: "recheck" }],
    ["for another recheck", planning, failed, { ...failed, recheck: 1 }],
    ["for another proposal", planning, failed, { ...failed, proposal: "refill" }],
    ["for another write", preparing, intended, { ...intended, write: "2" }],
    [
      "for another attempt",
      preparing,
      { type: "withheld", ...about, reason: "" },
      { type: "withheld", ...about, attempt: 2, reason: "" },
    ],
    ["to what was prepared and not sent", preparing, intended, { type: "received", ...about, receipt }],
    [
      "to what was sent and is not asked about",
      () => preparing().sent(),
      { type: "received", ...about, receipt },
      { type: "reconciled", ...about, found: "unknown", message: "" },
    ],
    [
      "for another attempt than is asked about",
      () => preparing().sent().tell(3, { type: "session", session: "s2", attendance: "none" }),
      { type: "reconciled", ...about, found: "unknown", message: "" },
      { type: "reconciled", ...about, attempt: 2, found: "unknown", message: "" },
    ],
    ["for another step", due, paged, { ...paged, step: 1 }],
    ["by another note", due, paged, { ...paged, note: "acknowledge" }],
  ])("and not to one %s", (_, at, fits, fitsNot) => {
    const { events, atMs } = at();
    expect(outOfPlace([...events, { ...fits, atMs }])).toBeNull();
    expect(outOfPlace([...events, { ...fitsNot, atMs }])?.index).toBe(events.length);
  });

  test("which may have had its answer long ago", () => {
    const story = offered("none").tell(1, { type: "declined", proposal: "rollback", by: alice }, checked);
    expect(outOfPlace(story.events)).toBeNull();
  });
});

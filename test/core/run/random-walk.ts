import fc from "fast-check";
import type { Verdict } from "../../../src/core/check/verdict.ts";
import type { Effect, EffectOf } from "../../../src/core/run/effect.ts";
import type { Attendance, LeaseAnswer, Receipt, RunEvent, RunEventBody } from "../../../src/core/run/event.ts";
import { deadlines, transition, wanted } from "../../../src/core/run/machine.ts";
import type { RunState } from "../../../src/core/run/state.ts";
import { alice, plan, result, START_MS, started } from "./sample-events.ts";

/** One event of a walk with the effects that it began, for the invariants to look at. */
export interface Moment {
  readonly event: RunEvent;
  readonly before: RunState | null;
  readonly state: RunState | null;
  readonly began: readonly Effect[];
}

/** What is drawn for one step: `dice` decide between possibilities, `advanceMs` how long it took. */
export interface Draw {
  readonly dice: number;
  readonly luck: number;
  readonly advanceMs: number;
}

const draw: fc.Arbitrary<Draw> = fc.record({
  dice: fc.integer({ min: 0, max: 999 }),
  luck: fc.integer({ min: 0, max: 999 }),
  advanceMs: fc.oneof(
    { weight: 60, arbitrary: fc.integer({ min: 0, max: 3_000 }) },
    { weight: 3, arbitrary: fc.integer({ min: 10_000, max: 120_000 }) },
    { weight: 1, arbitrary: fc.integer({ min: 300_000, max: 2_400_000 }) },
  ),
});

export const draws: fc.Arbitrary<readonly Draw[]> = fc.array(draw, { minLength: 30, maxLength: 120, size: "max" });

/** Long enough for a change that is proved by many looks. */
export const longDraws: fc.Arbitrary<readonly Draw[]> = fc.array(draw, {
  minLength: 120,
  maxLength: 300,
  size: "max",
});

/**
 * A world that answers wishes, lets people speak, time pass and processes die, as drawn. The troubled state of its platform makes the sample's
 * first cause true, so that many walks reach a change; a third of the changes breaks what a guard looks at. `begun`: the event that begins a run, or
 * the state of one that goes on from there.
 */
export function walk(
  steps: readonly Draw[],
  attendance: Attendance,
  begun: RunEvent | RunState = started(),
): readonly Moment[] {
  const moments: Moment[] = [];
  let state: RunState | null = "type" in begun ? null : begun;
  let flying: readonly Effect[] = [];
  let nowMs = "type" in begun ? START_MS : begun.nowMs;
  let healed = false;
  let broken = false;
  let sessions = 0;
  const take = (body: RunEventBody): void => {
    const event = { ...body, atMs: nowMs };
    const [next, steering] = transition(state, event);
    moments.push({ event, before: state, state: next, began: steering.begin });
    flying = [...flying.filter((effect) => !steering.withdraw.includes(effect.id)), ...steering.begin];
    state = next;
  };
  const session = (): void => {
    flying = [];
    sessions += 1;
    take({ type: "session", session: `s${sessions}`, attendance });
    // A new process begins all that is wanted, whatever the one before it had begun.
    flying = wanted(state);
    const last = moments.pop();
    if (last !== undefined) moments.push({ ...last, began: flying });
  };
  if ("type" in begun) take(withoutTime(begun));
  session();
  for (const { dice, luck, advanceMs } of steps) {
    nowMs += advanceMs;
    if (dice < 15) session();
    else if (dice < 40) take(wake(state, nowMs));
    else if (dice < 160) take(person(state, luck));
    else if (flying.length > 0) {
      const effect = flying[luck % flying.length];
      if (effect === undefined) continue;
      flying = flying.filter((other) => other.id !== effect.id);
      const body = answer(effect, luck, nowMs, healed, broken);
      if (body === null) continue;
      if (body.type === "received" && body.receipt.outcome === "applied") healed = luck % 4 !== 0;
      if (body.type === "received" && body.receipt.outcome === "applied") broken = luck % 3 === 0;
      take(body);
    } else {
      const due = Math.min(...deadlines(state).map((deadline) => deadline.atMs));
      if (Number.isFinite(due)) nowMs = Math.max(nowMs, due);
      take({ type: "woke", jumpedMs: 0 });
    }
  }
  return moments;
}

function withoutTime(event: RunEvent): RunEventBody {
  const { atMs: _, ...body } = event;
  return body;
}

function wake(state: RunState | null, nowMs: number): RunEventBody {
  return { type: "woke", jumpedMs: state !== null && nowMs - state.nowMs > 900_000 ? nowMs - state.nowMs : 0 };
}

function person(state: RunState | null, luck: number): RunEventBody {
  const offered = state?.proposals.find((proposal) => proposal.stage.kind === "offered");
  if (luck < 750 && offered?.digest) return { type: "approved", digest: offered.digest, by: alice };
  if (luck < 800) return { type: "approved", digest: "f".repeat(64), by: alice };
  if (luck < 840 && offered) return { type: "declined", proposal: offered.id, by: alice };
  if (luck < 880) return { type: "escalated", by: alice };
  if (luck < 920) return { type: "acknowledged", by: alice };
  const applied = state?.proposals.find((proposal) => proposal.appliedAtMs !== null);
  return { type: "undo-requested", proposal: applied?.id ?? "rollback", by: alice };
}

const LEASE = { namespace: "shop", name: "bigops-orders" };

function leaseAnswer({ op, change, epoch }: EffectOf<"lease">, luck: number, atMs: number): LeaseAnswer {
  if (luck % 29 === 0) return { outcome: "unavailable", reason: "no answer" };
  if (op === "release") return { outcome: "released" };
  if (luck % 17 === 0) return { outcome: op === "take" ? "refused" : "lost", by: null };
  const noted = change === null ? {} : { noted: true as const };
  return { outcome: "held", epoch: epoch + (op === "take" ? 1 : 0), untilMs: atMs + 60_000, ...noted };
}

function answer(effect: Effect, luck: number, atMs: number, healed: boolean, broken = false): RunEventBody | null {
  switch (effect.type) {
    case "check":
      return {
        type: "checked",
        round: effect.round,
        check: effect.check.id,
        result: result(verdict(effect, luck, healed, broken), atMs),
      };
    case "plan":
      if (luck % 25 === 0) return { type: "plan-failed", ...planRequest(effect), reason: "cannot" };
      return {
        type: "planned",
        ...planRequest(effect),
        plan: {
          ...plan(luck % 25 === 1 ? "uid-2" : "uid-1", 1 + (effect.proposal.length % 2)),
          ...(effect.proposal.length % 2 === 0
            ? { clusterUid: "6f1c" }
            : { clusterUid: null, server: "http://shop:1" }),
          lease: LEASE,
        },
      };
    case "prompt":
      return null;
    case "lease":
      return { type: "leased", proposal: effect.proposal, lease: leaseAnswer(effect, luck, atMs) };
    case "fence":
      return luck % 5 === 0
        ? { type: "fenced", fence: { kind: "unavailable", reason: "no answer" } }
        : { type: "fenced", fence: { kind: "held", epoch: effect.epoch, over: null } };
    case "prepare": {
      const about = { proposal: effect.proposal, write: effect.write.id, attempt: effect.attempt };
      if (luck % 20 === 0) return { type: "withheld", ...about, reason: "edited" };
      return { type: "intended", ...about, resourceVersion: "7", notAfterMs: atMs + 5_000, detail: {} };
    }
    case "send":
      return {
        type: "received",
        proposal: effect.proposal,
        write: effect.write.id,
        attempt: effect.attempt,
        receipt: receipt(luck, atMs),
      };
    case "reconcile": {
      const found = (["applied", "not-applied", "unknown", "unanswered"] as const)[luck % 4] ?? "unknown";
      return {
        type: "reconciled",
        proposal: effect.proposal,
        write: effect.write.id,
        attempt: effect.attempt,
        found,
        message: found,
      };
    }
    case "progress": {
      const complete = luck % 3 !== 0;
      const failed = luck % 40 === 0 ? "stuck" : null;
      return {
        type: "progressed",
        proposal: effect.proposal,
        progress: { complete, completedAtMs: complete ? atMs : null, failed, summary: "" },
      };
    }
    case "page":
      return {
        type: "paged",
        step: effect.step,
        note: effect.note,
        ok: luck % 10 !== 0 && luck % 3 !== 0,
        message: "",
        ...(luck % 3 === 0 ? { again: true } : {}),
      };
  }
}

function planRequest({ proposal, stage, recheck }: EffectOf<"plan">) {
  return { proposal, stage, recheck };
}

function verdict(effect: EffectOf<"check">, luck: number, healed: boolean, broken: boolean): Verdict {
  if (luck % 17 === 0) return "inconclusive";
  if (luck % 31 === 0) return "error";
  if (effect.check.id === "latency") return broken !== (luck % 5 === 0) ? "fail" : "pass";
  if (effect.check.role === "evidence") return "pass";
  if (effect.check.id === "stock") return luck % 11 === 0 ? "fail" : "pass";
  return healed ? "pass" : "fail";
}

function receipt(luck: number, atMs: number): Receipt {
  if (luck % 7 === 0) return { outcome: "conflict", message: "409" };
  if (luck % 11 === 0) return { outcome: "lost", message: "reset" };
  if (luck % 13 === 0) return { outcome: "rejected", message: "422" };
  if (luck % 17 === 0) return { outcome: "not-sent", message: "late" };
  return { outcome: "applied", atMs, resourceVersion: "8", detail: {} };
}

/** The plainest answer to a wish: everything goes well, and nothing heals. */
export function plainAnswer(effect: Effect, atMs: number): RunEvent {
  const body = answer(effect, 2, atMs, false);
  if (body === null) throw new Error(`${effect.type} is answered by people only`);
  return { ...body, atMs };
}

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { EffectOf } from "../../../src/core/run/effect.ts";
import { isDue, keepsClock } from "../../../src/core/run/escalate.ts";
import { apply, deadlines, start, transition, wanted } from "../../../src/core/run/machine.ts";
import { outcomeOf } from "../../../src/core/run/settle.ts";
import type { RunState } from "../../../src/core/run/state.ts";
import { draws, type Draw, type Moment, plainAnswer, walk } from "./random-walk.ts";
import { alice } from "./sample-events.ts";

const attendances = fc.constantFrom("terminal" as const, "wait" as const, "none" as const);
/** Kept as the draws, so that a counterexample prints as a few numbers. */
const lives = fc.record({ steps: draws, attendance: attendances });
const walked = ({ steps, attendance }: { steps: readonly Draw[]; attendance: "terminal" | "wait" | "none" }) =>
  walk(steps, attendance);

/** The proposal of this digest was open and in time when the approval came. */
function isEffective({ event, before }: Moment, proposal: string): boolean {
  if (event.type !== "approved") return false;
  const named = before?.proposals.find((candidate) => candidate.id === proposal);
  return named?.digest === event.digest && named.stage.kind === "offered" && (named.expiresAtMs ?? 0) > event.atMs;
}
const runs = { numRuns: 400, seed: 20_260_115 };

function sends(moments: readonly Moment[]): readonly { effect: EffectOf<"send">; index: number }[] {
  return moments.flatMap(({ began }, index) =>
    began.flatMap((effect) => (effect.type === "send" ? [{ effect, index }] : [])),
  );
}

describe("the promises of the core, over random lives of a run", () => {
  test("at least 30 % of the walks reach a change, or the rest proves nothing", () => {
    const reached = fc.sample(lives, runs).filter((life) => sends(walked(life)).length > 0).length;
    expect(reached / runs.numRuns).toBeGreaterThan(0.3);
  });

  test("no write without an approval of its digest after its diagnosis", () => {
    fc.assert(
      fc.property(lives, (life) => {
        const moments = walked(life);
        for (const { effect, index } of sends(moments)) {
          const planned = moments.findIndex(
            ({ event }) => event.type === "planned" && event.stage === "propose" && event.proposal === effect.proposal,
          );
          const approved = moments.findIndex((moment, at) => at < index && isEffective(moment, effect.proposal));
          expect(planned).toBeGreaterThanOrEqual(0);
          expect(approved).toBeGreaterThan(planned);
        }
      }),
      runs,
    );
  });

  test("between approval and write the symptoms and the plan are gathered again", () => {
    fc.assert(
      fc.property(lives, (life) => {
        const moments = walked(life);
        for (const { effect, index } of sends(moments)) {
          const approved = moments.slice(0, index).findLastIndex((moment) => isEffective(moment, effect.proposal));
          const between = moments.slice(approved, index).map(({ event }) => event);
          expect(
            between.some(
              (event) => event.type === "planned" && event.stage === "recheck" && event.proposal === effect.proposal,
            ),
          ).toBe(true);
          if (!effect.proposal.startsWith("undo-"))
            expect(between.some((event) => event.type === "checked" && event.round.startsWith("recheck-"))).toBe(true);
        }
      }),
      runs,
    );
  });

  test("never two sends of one write, unless the first is proved not to have been applied", () => {
    fc.assert(
      fc.property(lives, (life) => {
        const moments = walked(life);
        const all = sends(moments);
        for (const [number, { effect, index }] of all.entries()) {
          const earlier = all
            .slice(0, number)
            .findLast(
              (other) => other.effect.proposal === effect.proposal && other.effect.write.id === effect.write.id,
            );
          if (earlier === undefined) continue;
          const proofs = moments.slice(earlier.index, index + 1).map(({ event }) => event);
          const disproved = proofs.some(
            (event) =>
              (event.type === "received" &&
                event.proposal === effect.proposal &&
                ["conflict", "not-sent"].includes(event.receipt.outcome)) ||
              (event.type === "reconciled" && event.proposal === effect.proposal && event.found === "not-applied"),
          );
          expect(disproved).toBe(true);
        }
      }),
      runs,
    );
  });

  test("a write is sent only by the session that recorded its intent", () => {
    fc.assert(
      fc.property(lives, (life) => {
        const moments = walked(life);
        for (const { index } of sends(moments)) expect(moments[index]?.event.type).toBe("intended");
      }),
      runs,
    );
  });

  test("a run that has ended keeps its one outcome, but for an undo", () => {
    fc.assert(
      fc.property(lives, (life) => {
        const moments = walked(life);
        for (const { before, state, event } of moments)
          if (before?.ended && event.type !== "undo-requested") expect(state?.ended).toEqual(before.ended);
      }),
      runs,
    );
  });

  test("every run comes to its end when everything is answered and time passes", () => {
    fc.assert(
      fc.property(lives, (life) => {
        const moments = walked(life);
        const last = moments.at(-1)?.state ?? null;
        expect(drive(last)?.ended ?? null).not.toBeNull();
      }),
      { ...runs, numRuns: 150 },
    );
  });

  test("replaying any prefix and going on equals running through", () => {
    fc.assert(
      fc.property(lives, fc.nat(), (life, cut) => {
        const moments = walked(life);
        const events = moments.map(({ event }) => event);
        const at = cut % (events.length + 1);
        const prefix = events.slice(0, at).reduce(apply, start());
        const revived = structuredClone(prefix);
        expect(events.slice(at).reduce(apply, revived)).toEqual(moments.at(-1)?.state);
        expect(wanted(revived)).toEqual(wanted(prefix));
      }),
      { ...runs, numRuns: 200 },
    );
  });

  test("a step that is due is being paged, or has a time for it within a minute, until it was paged or refused", () => {
    let tried = 0;
    fc.assert(
      fc.property(lives, (life) => {
        for (const { state } of walked(life)) {
          if (state === null || !keepsClock(state)) continue;
          for (const step of state.steps.filter((one) => isDue(state, one))) {
            tried += step.trying === null ? 0 : 1;
            const paging = wanted(state).some(({ id }) => id.startsWith(`page:${step.index}:page:`));
            const looking = state.rounds.some(({ purpose }) => purpose === "overdue");
            const soon = deadlines(state).some(
              ({ atMs, why }) => atMs <= state.nowMs + 60_000 && why.includes(`paging ${step.page}`),
            );
            expect(paging || looking || soon).toBe(true);
          }
        }
      }),
      runs,
    );
    // Or it proves nothing.
    expect(tried).toBeGreaterThan(100);
  });

  test("one accepted or refused page a step, and none sooner than 5 s after one that failed, unless somebody asks for it", () => {
    fc.assert(
      fc.property(lives, (life) => {
        const over = new Set<number>();
        const failedAtMs = new Map<number, number>();
        for (const { began, state, event } of walked(life)) {
          if (event.type === "paged" && event.note === "page") {
            if (event.again === true) failedAtMs.set(event.step, event.atMs);
            else over.add(event.step);
          }
          for (const effect of began) {
            if (effect.type !== "page" || effect.note !== "page") continue;
            expect(over.has(effect.step)).toBe(false);
            const pausedMs = event.atMs - (failedAtMs.get(effect.step) ?? -Infinity);
            expect(pausedMs >= 5_000 || state?.steps[effect.step]?.requested === true).toBe(true);
          }
        }
      }),
      runs,
    );
  });

  test("a step pages at most once, never early, never after an acknowledgement or the end", () => {
    fc.assert(
      fc.property(lives, (life) => {
        const moments = walked(life);
        const told = new Set<number>();
        for (const { began, state, event } of moments)
          for (const effect of began) {
            if (effect.type !== "page" || effect.note !== "page") continue;
            const step = state?.steps[effect.step];
            expect(step?.requested === true || (step?.dueAtMs ?? Infinity) <= event.atMs).toBe(true);
            expect(state?.acknowledgement ?? null).toBeNull();
            expect(state?.ended ?? null).toBeNull();
            expect(told.has(effect.step) && step?.status !== "waiting").toBe(false);
            told.add(effect.step);
          }
      }),
      runs,
    );
  });

  test("healthy is said only when every symptom passed", () => {
    fc.assert(
      fc.property(lives, (life) => {
        const moments = walked(life);
        for (const { state } of moments) {
          if (state === null || state.diagnosis === null || outcomeOf(state) !== "healthy") continue;
          const symptoms = ["orders", "stock"].map((check) => state.diagnosis?.results.get(check)?.verdict);
          expect(symptoms).toEqual(["pass", "pass"]);
        }
      }),
      runs,
    );
  });

  test("resolved is said only after enough passes in a row that began after the change", () => {
    fc.assert(
      fc.property(lives, (life) => {
        const moments = walked(life);
        for (const { state } of moments)
          for (const proposal of state?.proposals ?? []) {
            if (proposal.stage.kind !== "verified" || proposal.undoes !== null) continue;
            const completedAtMs = proposal.stage.proof?.completedAtMs ?? Number.POSITIVE_INFINITY;
            const samples = moments.flatMap(({ event }) =>
              event.type === "checked" &&
              event.round.startsWith(`verify-${proposal.id}-`) &&
              event.check === "orders" &&
              event.result.verdict === "pass" &&
              event.result.windowStartMs >= completedAtMs
                ? [event.round]
                : [],
            );
            expect(new Set(samples).size).toBeGreaterThanOrEqual(3);
          }
      }),
      runs,
    );
  });
});

/** Answers everything in the plainest way and lets time pass, without ever approving anything. */
function drive(from: RunState | null): RunState | null {
  let state = from;
  let [last] = transition(state, {
    type: "session",
    session: "final",
    attendance: "none",
    atMs: (state?.nowMs ?? 0) + 1,
  });
  for (let turn = 0; turn < 400 && last?.ended === null; turn += 1) {
    state = last;
    const effect = wanted(state).find((candidate) => candidate.type !== "prompt");
    const due = Math.min(...deadlines(state).map((deadline) => deadline.atMs));
    const atMs = effect === undefined && Number.isFinite(due) ? Math.max(due, state.nowMs + 1) : state.nowMs + 1;
    last = apply(state, effect === undefined ? { type: "woke", jumpedMs: 0, atMs } : plainAnswer(effect, atMs));
    if (effect === undefined && !Number.isFinite(due) && last?.ended === null)
      last = apply(last, { type: "acknowledged", by: alice, atMs });
  }
  return last;
}

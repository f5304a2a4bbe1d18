import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { outcomeOf } from "../../../src/core/run/settle.ts";
import { guardedStart } from "./guarded-runbook.ts";
import { longDraws, type Draw, type Moment, walk } from "./random-walk.ts";

const attendances = fc.constantFrom("terminal" as const, "wait" as const, "none" as const);
const lives = fc.record({ steps: longDraws, attendance: attendances });
type Life = { readonly steps: readonly Draw[]; readonly attendance: "terminal" | "wait" | "none" };
const walked = ({ steps, attendance }: Life) => walk(steps, attendance, guardedStart());
const runs = { numRuns: 500, seed: 20_261_128 };

/** What was seen of the guard after a change, from its events alone: the verdicts of the looks that count, since the change last completed. */
function countedLooks(moments: readonly Moment[], proposal: string): readonly string[] {
  let completedAtMs = Infinity;
  let lastMs = Infinity;
  let verdicts: string[] = [];
  for (const { event, before } of moments) {
    const was = before?.proposals.find(({ id }) => id === proposal);
    const completes = was?.stage.kind === "completing";
    if (completes && event.type === "progressed" && event.proposal === proposal && event.progress.complete) {
      completedAtMs = Math.max(event.progress.completedAtMs ?? 0, was.appliedAtMs ?? 0);
      lastMs = completedAtMs;
      verdicts = [];
    }
    if (event.type !== "checked" || event.check !== "latency" || !event.round.startsWith(`verify-${proposal}-`))
      continue;
    const { verdict, windowStartMs, sampledAtMs } = event.result;
    const live = before?.rounds.some(({ id, results }) => id === event.round && !results.has("latency")) === true;
    if (!live || !["pass", "fail"].includes(verdict) || windowStartMs < completedAtMs || sampledAtMs <= lastMs)
      continue;
    lastMs = sampledAtMs;
    verdicts.push(verdict);
  }
  return verdicts;
}

/** The verdict of the last look before the first write of a change. */
function lookBefore(moments: readonly Moment[], proposal: string): string | null {
  const first = moments.findIndex(({ event }) => event.type === "intended" && event.proposal === proposal);
  const looks = moments
    .slice(0, first < 0 ? moments.length : first)
    .flatMap(({ event }) =>
      event.type === "checked" && event.check === "latency" && event.round.startsWith(`recheck-${proposal}-`)
        ? [event.result.verdict]
        : [],
    );
  return looks.at(-1) ?? null;
}

/** Moments at which a change turns out to have broken its guard. */
function regressions(moments: readonly Moment[]): readonly { readonly proposal: string; readonly at: number }[] {
  return moments.flatMap(({ before, state }, at) =>
    (state?.proposals ?? [])
      .filter(
        ({ id, stage }) =>
          stage.kind === "regressed" && before?.proposals.find((one) => one.id === id)?.stage.kind === "verifying",
      )
      .map(({ id }) => ({ proposal: id, at })),
  );
}

describe("what a change must not break, over random lives of a run", () => {
  test("enough walks meet a regression, or the rest proves nothing", () => {
    const met = fc.sample(lives, runs).filter((life) => regressions(walked(life)).length > 0).length;
    expect(met).toBeGreaterThan(10);
  });

  test("a regression is: it passed in the last look before the change, and the last two looks that count fail", () => {
    fc.assert(
      fc.property(lives, (life) => {
        const moments = walked(life);
        for (const { proposal, at } of regressions(moments)) {
          expect(lookBefore(moments, proposal)).toBe("pass");
          expect(countedLooks(moments.slice(0, at + 1), proposal).slice(-2)).toEqual(["fail", "fail"]);
        }
      }),
      runs,
    );
  });

  test("with a regression its undo is proposed at once, and what it was is never called resolved until somebody decides", () => {
    fc.assert(
      fc.property(lives, (life) => {
        const moments = walked(life);
        for (const { proposal, at } of regressions(moments)) {
          const undo = moments[at]?.state?.proposals.find(
            ({ undoes, stage }) => undoes === proposal && stage.kind === "planning",
          );
          expect(undo).toBeDefined();
          for (const { state } of moments.slice(at)) {
            if (state?.proposals.find(({ id }) => id === proposal)?.stage.kind !== "regressed") break;
            expect(["resolved", "healthy"]).not.toContain(outcomeOf(state));
          }
        }
      }),
      runs,
    );
  });

  test("an undo is made only after an approval of its own digest", () => {
    fc.assert(
      fc.property(lives, (life) => {
        const moments = walked(life);
        for (const [at, { began }] of moments.entries())
          for (const effect of began) {
            if (effect.type !== "send") continue;
            const undo = moments[at]?.state?.proposals.find(
              ({ id, undoes }) => id === effect.proposal && undoes !== null,
            );
            if (undo === undefined) continue;
            const approved = moments
              .slice(0, at)
              .some(({ event }) => event.type === "approved" && event.digest === undo.digest);
            expect(approved).toBe(true);
          }
      }),
      runs,
    );
  });

  test("verified is said only where the guard passed before and in the last look that counts, or was no measure, or somebody decided", () => {
    fc.assert(
      fc.property(lives, (life) => {
        const moments = walked(life);
        for (const [at, { before, state }] of moments.entries())
          for (const { id, stage, undoes, guards, mitigation } of state?.proposals ?? []) {
            const was = before?.proposals.find((one) => one.id === id)?.stage.kind;
            if (stage.kind !== "verified" || was === "verified" || undoes !== null || mitigation !== "rollback")
              continue;
            if (guards.some(({ accepted }) => accepted)) continue;
            const past = moments.slice(0, at + 1);
            expect(lookBefore(past, id) !== "pass" || countedLooks(past, id).at(-1) === "pass").toBe(true);
          }
      }),
      runs,
    );
  });
});

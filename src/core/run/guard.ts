import type { CheckResult } from "../check/check-result.ts";
import { isDecided } from "../check/verdict.ts";
import type { Proposal } from "./proposal.ts";
import { roundOf } from "./round.ts";
import type { RunState } from "./state.ts";

/** A check that a change must not break: as it was before the change, and what was seen of it since. */
export interface Guard {
  readonly check: string;
  /** The last look before the first write; null: there was none. */
  readonly before: CheckResult | null;
  /** The latest look since the change completed, whether it counts or not. */
  readonly latest: CheckResult | null;
  /** The latest look that counts: it could be told, its window began after the change completed, and it is newer than the one before. */
  readonly counted: CheckResult | null;
  /** How many looks counted, how many of them failed, and how many failed in a row lately. */
  readonly samples: number;
  readonly failures: number;
  readonly failing: number;
  /** Somebody decided to keep the change although it broke this. */
  readonly accepted: boolean;
}

/**
 * So many looks in a row that fail are a regression. One may be a blip of the very moment in which pods were replaced, and an undo is a change
 * too; a pass in between begins the row anew, so that what flaps undoes nothing. More would only make those wait who are hurt: the second look is
 * one interval after the first.
 */
const REGRESSION = 2;

/** Looks that a guard may need beyond those of the proof: it may fail for the first time in the last one. */
export const LOOKS_TO_CONFIRM = REGRESSION - 1;

/** The checks that the runbook names as guards of this proposal's change, in the runbook's order. An undo has none: it goes back. */
export function guardChecks({ run }: RunState, { mitigation }: Proposal): readonly string[] {
  const named = run.runbook.mitigation.find(({ id }) => id === mitigation)?.guard ?? [];
  return run.runbook.investigation.map(({ id }) => id).filter((id) => named.includes(id));
}

/**
 * The proposal with its guards as they are before its change, from the recheck. Once a write was made that is past. What a person does by hand is
 * done when it is approved: then the diagnosis saw them last.
 */
export function withGuards(state: RunState, proposal: Proposal): Proposal {
  if (proposal.receipts.length > 0) return proposal;
  const byHand = proposal.plan?.writes.length === 0;
  const results = byHand ? state.diagnosis?.results : roundOf(state, "recheck")?.results;
  const guards = guardChecks(state, proposal).map((check) => unlooked(check, results?.get(check) ?? null));
  return { ...proposal, guards };
}

/** A guard before anything was seen of it after the change. */
export function unlooked(check: string, before: CheckResult | null): Guard {
  const nothing = { latest: null, counted: null, samples: 0, failures: 0, failing: 0 };
  return { check, before, ...nothing, accepted: false };
}

/** What was seen since an earlier completion says nothing about this one. */
export function fromAnew(guard: Guard): Guard {
  return { ...unlooked(guard.check, guard.before), accepted: guard.accepted };
}

/** After a look: by the rules of a proof, but that one which could not be told neither counts nor breaks a row. */
export function afterLook(guard: Guard, result: CheckResult, completedAtMs: number): Guard {
  const seen = { ...guard, latest: result };
  const fresh = result.windowStartMs >= completedAtMs && result.sampledAtMs > lastCountedAtMs(guard, completedAtMs);
  if (!isDecided(result.verdict) || !fresh) return seen;
  const failed = result.verdict === "fail" ? 1 : 0;
  return {
    ...seen,
    counted: result,
    samples: guard.samples + 1,
    failures: guard.failures + failed,
    failing: failed === 1 ? guard.failing + 1 : 0,
  };
}

function lastCountedAtMs({ counted }: Guard, completedAtMs: number): number {
  return counted?.sampledAtMs ?? completedAtMs;
}

/** Only what passed before the change can be broken by it: what failed, or could not be told, is no measure. */
export function canRegress({ before }: Guard): boolean {
  return before?.verdict === "pass";
}

/** It passed before the change, and failed in enough looks in a row after it. */
export function hasRegressed(guard: Guard): boolean {
  return canRegress(guard) && guard.failing >= REGRESSION;
}

/** A regression that nobody has decided about. */
export function isBroken(guard: Guard): boolean {
  return hasRegressed(guard) && !guard.accepted;
}

/** Whether the change left it well is not known yet: nothing that counts was seen, or the latest of it fails. Unknown is never healthy. */
export function isOpen(guard: Guard): boolean {
  return canRegress(guard) && !guard.accepted && guard.counted?.verdict !== "pass";
}

/** What a change broke, in words with the last look; "" where it broke nothing. */
export function brokenInWords(guards: readonly Guard[]): string {
  return guards
    .filter(isBroken)
    .map(({ check, counted }) => `${check} passed before it and fails since (${counted?.summary ?? ""})`)
    .join("; ");
}

/** Which guards leave open whether the change broke something, in words. */
export function openInWords(guards: readonly Guard[]): string {
  const open = guards.filter(isOpen);
  const names = (which: readonly Guard[]) => which.map(({ check }) => check).join(", ");
  const [failing, untold] = [open.filter((one) => one.failing > 0), open.filter((one) => one.failing === 0)];
  return [
    ...(untold.length === 0 ? [] : [`whether it broke ${names(untold)} could not be told`]),
    ...(failing.length === 0 ? [] : [`${names(failing)} failed in the last look at it`]),
  ].join("; ");
}

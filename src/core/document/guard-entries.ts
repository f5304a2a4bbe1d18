import type { CheckResult } from "../check/check-result.ts";
import { canRegress, guardChecks, hasRegressed, unlooked, type Guard } from "../run/guard.ts";
import type { Proposal } from "../run/proposal.ts";
import type { RunState } from "../run/state.ts";
import { iso } from "./iso.ts";
import type { GuardEntry, GuardLook } from "./run-document.ts";

/** What the change of a proposal must not break; before its last look they are as the diagnosis saw them. */
export function guardEntries(state: RunState, proposal: Proposal): readonly GuardEntry[] {
  const seen = state.diagnosis?.results;
  const guards =
    proposal.guards.length > 0
      ? proposal.guards
      : guardChecks(state, proposal).map((check) => unlooked(check, seen?.get(check) ?? null));
  return guards.map((guard) => ({
    check: guard.check,
    status: statusOf(guard, proposal),
    before: lookOf(guard.before),
    after: lookOf(guard.counted ?? guard.latest),
    samples: guard.samples,
    failures: guard.failures,
  }));
}

function statusOf(guard: Guard, { stage }: Proposal): GuardEntry["status"] {
  if (!canRegress(guard)) return guard.before?.verdict === "fail" ? "failed-before" : "unknown-before";
  if (hasRegressed(guard)) return guard.accepted ? "accepted" : "regressed";
  if (guard.failing > 0) return "failing";
  if (guard.counted !== null) return "holds";
  return ["verified", "not-helped", "regressed", "unknown", "undone"].includes(stage.kind) ? "unknown" : "waiting";
}

function lookOf(result: CheckResult | null): GuardLook | null {
  return result === null
    ? null
    : { verdict: result.verdict, summary: result.summary, flip: result.flip, at: iso(result.sampledAtMs) };
}

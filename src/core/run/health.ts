import type { CheckResult } from "../check/check-result.ts";
import { isDecided } from "../check/verdict.ts";
import type { Runbook } from "../runbook/runbook.ts";
import type { RunIdentity } from "./run-identity.ts";
import type { Health } from "./state.ts";

export function symptomsOf(runbook: Runbook): readonly string[] {
  return runbook.investigation.filter((check) => check.role === "symptom").map((check) => check.id);
}

/** Those of a run that `--check` leaves it. */
export function askedSymptoms({ runbook, only }: Pick<RunIdentity, "runbook" | "only">): readonly string[] {
  return symptomsOf(runbook).filter((check) => only === null || only.includes(check));
}

/**
 * What the symptoms say together. One that fails is a problem whatever the others say; healthy only when each passed,
 * and there was at least one to ask. `skipped` counts as untold unless `--check` left it out.
 */
export function healthOf(
  runbook: Runbook,
  results: ReadonlyMap<string, CheckResult>,
  only: readonly string[] | null,
): Health {
  const verdicts = askedSymptoms({ runbook, only }).map((check) => results.get(check)?.verdict ?? "skipped");
  if (verdicts.includes("fail")) return "problem";
  if (verdicts.length === 0 || !verdicts.every(isDecided)) return "inconclusive";
  return "healthy";
}

/** The symptoms that failed, in the runbook's order. */
export function failingSymptoms(runbook: Runbook, results: ReadonlyMap<string, CheckResult>): readonly string[] {
  return symptomsOf(runbook).filter((check) => results.get(check)?.verdict === "fail");
}

/** Every one of these checks passed. */
export function allPass(checks: readonly string[], results: ReadonlyMap<string, CheckResult>): boolean {
  return checks.length > 0 && checks.every((check) => results.get(check)?.verdict === "pass");
}

import { checksRead } from "../conditions/checks-read.ts";
import { evaluateCondition } from "../conditions/evaluate-condition.ts";
import { expandNames } from "../conditions/expand-names.ts";
import type { CheckResult } from "../check/check-result.ts";
import { isDecided } from "../check/verdict.ts";
import { decidingWords } from "../runbook/deciding-words.ts";
import type { Runbook } from "../runbook/runbook.ts";
import { whyUntold } from "../runbook/why-untold.ts";
import { plainText } from "../text/plain-text.ts";
import { failingSymptoms, symptomsOf } from "./health.ts";
import type { Proposal } from "./proposal.ts";
import type { Round, RunState } from "./state.ts";

type Results = ReadonlyMap<string, CheckResult>;

const REASON_LENGTH = 160;

/** Why what a proposal rests on does not hold any more, or cannot be told to, by a complete recheck; null where it holds. */
export function evidenceMoved(state: RunState, proposal: Proposal, round: Round): string | null {
  const { runbook, parameters } = state.run;
  const results: Results = new Map([...(state.diagnosis?.results ?? []), ...round.results]);
  if (failingSymptoms(runbook, results).length === 0) return noneFails(runbook, results);
  const cause = runbook.causes.find(({ id }) => id === proposal.cause);
  if (cause === undefined) return `the runbook has no cause ${proposal.cause}`;
  const requires = runbook.mitigation.find(({ id }) => id === proposal.mitigation)?.requires ?? null;
  const moved = (what: string, condition: string): string | null => {
    const truth = evaluateCondition(runbook, condition, results, parameters);
    if (truth === true) return null;
    return truth === false
      ? `${what} no longer holds: ${decidingWords(runbook, condition, results, parameters).words}`
      : `${what} may not hold any more: ${untoldWords(runbook, condition, results)}`;
  };
  return (
    moved(`the cause ${cause.id}`, cause.when) ??
    (requires === null ? null : moved(`what ${proposal.mitigation ?? "it"} requires`, requires))
  );
}

/** A symptom that could not be told did not go away. */
function noneFails(runbook: Runbook, results: Results): string {
  const untold = symptomsOf(runbook).filter((check) => results.get(check)?.verdict !== "pass");
  if (untold.length === 0) return "no symptom fails any more";
  return `no symptom is seen failing any more: ${untold.join(", ")} could not be told${reasonOf(untold, results)}`;
}

function untoldWords(runbook: Runbook, condition: string, results: Results): string {
  const read = checksRead(runbook, condition);
  const whole = expandNames(runbook, condition);
  const untold = read.flatMap((check) => whyUntold(check, results.get(check), whole));
  return (untold.length === 0 ? condition : untold.join("; ")) + reasonOf(read, results);
}

/** Why the first of these could not be told: as often as not that of all. */
function reasonOf(checks: readonly string[], results: Results): string {
  const [check] = checks.filter((id) => !isDecided(results.get(id)?.verdict ?? "skipped"));
  const summary = check === undefined ? undefined : results.get(check)?.summary;
  return summary === undefined ? "" : ` (${check}: ${plainText(summary, REASON_LENGTH)})`;
}

import type { CheckResult } from "../check/check-result.ts";
import { checksRead } from "../conditions/checks-read.ts";
import { conditionContext } from "../conditions/condition-context.ts";
import { conditionIn } from "../conditions/evaluate-condition.ts";
import type { Truth } from "../conditions/truth.ts";
import type { Json } from "../json.ts";
import { renderBecause } from "./render-because.ts";
import type { Cause, Mitigation, Runbook } from "./runbook.ts";

type Results = ReadonlyMap<string, CheckResult>;
type Parameters = Readonly<Record<string, Json>>;

export interface CauseFinding {
  readonly id: string;
  readonly title: string;
  /** The runbook's sentence with what was observed; meant for causes that are true. */
  readonly because: string;
  readonly truth: Truth;
}

/** All causes of the runbook in its order, most specific first, with what the results say about each. */
export function evaluateCauses(runbook: Runbook, results: Results, parameters: Parameters): readonly CauseFinding[] {
  const context = conditionContext(runbook, results, parameters);
  return runbook.causes.map(({ id, title, because, when }) => ({
    id,
    title: renderBecause(runbook, title, context),
    because: renderBecause(runbook, because, context),
    truth: conditionIn(runbook, when, context),
  }));
}

/** What may be proposed: for each true cause in order the mitigations whose requirement is true, in the file's order; each once, for its first cause. */
export function offeredMitigations(
  runbook: Runbook,
  causes: readonly CauseFinding[],
  results: Results,
  parameters: Parameters,
): readonly { readonly mitigation: Mitigation; readonly cause: string }[] {
  const context = conditionContext(runbook, results, parameters);
  const offered = new Map<string, { readonly mitigation: Mitigation; readonly cause: string }>();
  for (const { id: cause } of causes.filter(({ truth }) => truth === true)) {
    for (const mitigation of runbook.mitigation) {
      if (offered.has(mitigation.id) || !mitigation.for.includes(cause)) continue;
      if (mitigation.requires !== null && conditionIn(runbook, mitigation.requires, context) !== true) continue;
      const note = mitigation.notes?.[cause] ?? mitigation.note;
      const said = note === null ? "" : renderBecause(runbook, note, context);
      offered.set(mitigation.id, { mitigation: { ...mitigation, note: said === "" ? null : said }, cause });
    }
  }
  return [...offered.values()];
}

/** The failing symptoms that no true cause accounts for, in the runbook's order. */
export function unexplainedSymptoms(
  runbook: Runbook,
  causes: readonly CauseFinding[],
  results: Results,
  parameters: Parameters = {},
): readonly string[] {
  const context = conditionContext(runbook, results, parameters);
  const holding = runbook.causes.filter(({ id }) => causes.some((found) => found.id === id && found.truth === true));
  const explained = new Set(
    holding
      .flatMap((cause) => explainedBy(runbook, cause))
      .filter(({ when }) => when === null || conditionIn(runbook, when, context) === true)
      .map(({ check }) => check),
  );
  return runbook.investigation
    .filter(({ id, role }) => role === "symptom" && results.get(id)?.verdict === "fail" && !explained.has(id))
    .map(({ id }) => id);
}

function explainedBy(runbook: Runbook, cause: Cause): NonNullable<Cause["explains"]> {
  return cause.explains ?? checksRead(runbook, cause.when).map((check) => ({ check, when: null }));
}

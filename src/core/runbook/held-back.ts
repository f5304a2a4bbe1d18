import type { CheckResult } from "../check/check-result.ts";
import { conditionContext } from "../conditions/condition-context.ts";
import { explainCondition, type DecidingPart } from "../conditions/explain-condition.ts";
import type { Json } from "../json.ts";
import { plainText } from "../text/plain-text.ts";
import type { CauseFinding } from "./diagnosis.ts";
import type { Runbook } from "./runbook.ts";

export interface HeldBack {
  readonly mitigation: string;
  /** The first cause that it is for and that holds. */
  readonly cause: string;
  /** What of its condition is not met, in words. */
  readonly reason: string;
}

/** A summary beside a condition gets a line or so. */
const SUMMARY_LENGTH = 120;

/** The mitigations of the causes that hold whose requirement is not known to be met, in the runbook's order, and what of it is not. */
export function heldBack(
  runbook: Runbook,
  causes: readonly CauseFinding[],
  results: ReadonlyMap<string, CheckResult>,
  parameters: Readonly<Record<string, Json>>,
): readonly HeldBack[] {
  const context = conditionContext(runbook, results, parameters);
  const holding = causes.filter(({ truth }) => truth === true).map(({ id }) => id);
  return runbook.mitigation.flatMap(({ id, for: against, requires }) => {
    const cause = holding.find((held) => against.includes(held));
    if (cause === undefined || requires === null) return [];
    const { truth, deciding } = explainCondition(runbook, requires, context);
    if (truth === true) return [];
    const words = deciding.map((part) => partWords(part, results)).join("; ");
    const lead = truth === false ? "its requirement is not met" : "whether its requirement is met could not be told";
    return [{ mitigation: id, cause, reason: `not proposed, ${lead}: ${words === "" ? requires : words}` }];
  });
}

function partWords({ text, truth, values }: DecidingPart, results: ReadonlyMap<string, CheckResult>): string {
  const checks = new Set(values.map(({ field }) => (field.split(".")[0] ?? "").replaceAll("_", "-")));
  const seen = [...checks].flatMap((check) => {
    const summary = results.get(check)?.summary;
    return summary === undefined ? [] : [`${check}: ${plainText(summary, SUMMARY_LENGTH)}`];
  });
  return `${text} is ${truth}${seen.length === 0 ? "" : ` (${seen.join("; ")})`}`;
}

import type { CheckResult } from "../check/check-result.ts";
import { conditionContext } from "../conditions/condition-context.ts";
import { explainCondition, type DecidingPart } from "../conditions/explain-condition.ts";
import type { Truth } from "../conditions/truth.ts";
import type { Json } from "../json.ts";
import { plainText } from "../text/plain-text.ts";
import type { Runbook } from "./runbook.ts";

/** A summary beside a condition gets a line or so. */
const SUMMARY_LENGTH = 120;

/**
 * Whether a condition holds, and the comparisons that made it so with what their checks say, e.g. `kv.pass is false (kv: slow, 612 ms)`; the condition itself
 * where none is known.
 */
export function decidingWords(
  runbook: Runbook,
  condition: string,
  results: ReadonlyMap<string, CheckResult>,
  parameters: Readonly<Record<string, Json>>,
): { readonly truth: Truth; readonly words: string } {
  const { truth, deciding } = explainCondition(runbook, condition, conditionContext(runbook, results, parameters));
  const words = deciding.map((part) => partWords(part, results)).join("; ");
  return { truth, words: words === "" ? condition : words };
}

function partWords({ text, truth, values }: DecidingPart, results: ReadonlyMap<string, CheckResult>): string {
  const checks = new Set(values.map(({ field }) => (field.split(".")[0] ?? "").replaceAll("_", "-")));
  const seen = [...checks].flatMap((check) => {
    const summary = results.get(check)?.summary;
    return summary === undefined ? [] : [`${check}: ${plainText(summary, SUMMARY_LENGTH)}`];
  });
  return `${text} is ${truth}${seen.length === 0 ? "" : ` (${seen.join("; ")})`}`;
}

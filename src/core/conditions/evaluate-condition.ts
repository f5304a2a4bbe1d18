import type { Context } from "@marcbachmann/cel-js";
import type { CheckResult } from "../check/check-result.ts";
import type { Json } from "../json.ts";
import type { Runbook } from "../runbook/runbook.ts";
import { conditionContext } from "./condition-context.ts";
import { expandNames } from "./expand-names.ts";
import { truthOf, valueOf, type Truth } from "./truth.ts";

/** Whether a condition of the runbook holds over these results; with one part of a choice undecided the other may still decide. Never throws. */
export function evaluateCondition(
  runbook: Runbook,
  condition: string,
  results: ReadonlyMap<string, CheckResult>,
  parameters: Readonly<Record<string, Json>>,
): Truth {
  return conditionIn(runbook, condition, conditionContext(runbook, results, parameters));
}

/** As `evaluateCondition`, over a context that was built once for many conditions. */
export function conditionIn(runbook: Runbook, condition: string, context: Context): Truth {
  try {
    return truthOf(expandNames(runbook, condition), context);
  } catch {
    return "unknown";
  }
}

/** The value of an expression of the runbook; undefined where it cannot be told. Never throws. */
export function expressionIn(runbook: Runbook, expression: string, context: Context): unknown {
  try {
    return valueOf(expandNames(runbook, expression), context);
  } catch {
    return undefined;
  }
}

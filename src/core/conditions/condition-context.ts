import type { Context } from "@marcbachmann/cel-js";
import { Duration } from "@marcbachmann/cel-js/evaluator";
import type { CheckResult } from "../check/check-result.ts";
import { isDecided } from "../check/verdict.ts";
import { parseDuration } from "../duration.ts";
import type { Json } from "../json.ts";
import { variableOf } from "../runbook/ids.ts";
import type { Runbook } from "../runbook/runbook.ts";
import { celFields } from "./cel-values.ts";

/** Codes of failed requests to which nothing answered: the far side may be down, or the way to it. */
const NO_ANSWER = new Set(["unreachable", "timeout", "tls", "name-not-resolved"]);

/** What conditions read: a variable for each check, and `params`. */
export function conditionContext(
  runbook: Pick<Runbook, "investigation" | "parameters">,
  results: ReadonlyMap<string, CheckResult>,
  parameters: Readonly<Record<string, Json>>,
): Context {
  const checks = runbook.investigation.map(({ id }) => [variableOf(id), checkFields(results.get(id))] as const);
  const params = Object.entries(runbook.parameters).map(
    ([name, { type }]) => [variableOf(name), parameterValue(type, parameters[name])] as const,
  );
  return { ...Object.fromEntries(checks), params: Object.fromEntries(params) };
}

/**
 * An undecided check keeps its fields to itself, so that whatever rests on them is unknown. What can always be told: whether it was `decided`,
 * and, once it was asked, whether nothing answered (`unreachable`).
 */
function checkFields(result: CheckResult | undefined): Context {
  if (result === undefined || result.verdict === "skipped") return { decided: false };
  const unreachable = result.error !== null && NO_ANSWER.has(result.error.code);
  if (!isDecided(result.verdict)) return { decided: false, unreachable };
  const told = { decided: true, unreachable, pass: result.verdict === "pass", fail: result.verdict === "fail" };
  return { ...celFields(result.observed), ...told };
}

function parameterValue(type: string, value: Json | undefined): unknown {
  if (type !== "duration" || typeof value !== "string") return value;
  const ms = parseDuration(value);
  return ms === null ? undefined : Duration.fromMilliseconds(ms);
}

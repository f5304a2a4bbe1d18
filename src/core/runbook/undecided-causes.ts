import type { CheckResult } from "../check/check-result.ts";
import { checksRead } from "../conditions/checks-read.ts";
import { expandNames } from "../conditions/expand-names.ts";
import type { CauseFinding } from "./diagnosis.ts";
import type { Runbook } from "./runbook.ts";
import { whyUntold } from "./why-untold.ts";

export interface UndecidedCause {
  readonly id: string;
  readonly title: string;
  /** What could not be told of what it rests on. */
  readonly because: string;
}

/**
 * The causes that may account for a symptom which none that holds does, and of which it cannot be told whether they hold, since something that they rest on
 * could not be read; in the runbook's order.
 */
export function undecidedCauses(
  runbook: Runbook,
  causes: readonly CauseFinding[],
  results: ReadonlyMap<string, CheckResult>,
  unexplained: readonly string[],
): readonly UndecidedCause[] {
  return runbook.causes.flatMap(({ id, when, explains }) => {
    const found = causes.find((cause) => cause.id === id);
    if (found?.truth !== "unknown") return [];
    const read = checksRead(runbook, when);
    const accountsFor = explains?.map(({ check }) => check) ?? read;
    if (!accountsFor.some((check) => unexplained.includes(check))) return [];
    const whole = expandNames(runbook, when);
    const because = read.flatMap((check) => whyUntold(check, results.get(check), whole)).join("; ");
    return because === "" ? [] : [{ id, title: found.title, because }];
  });
}

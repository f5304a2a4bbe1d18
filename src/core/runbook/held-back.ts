import type { CheckResult } from "../check/check-result.ts";
import type { Json } from "../json.ts";
import { decidingWords } from "./deciding-words.ts";
import type { CauseFinding } from "./diagnosis.ts";
import type { Runbook } from "./runbook.ts";

export interface HeldBack {
  readonly mitigation: string;
  /** The first cause that it is for and that holds. */
  readonly cause: string;
  /** What of its condition is not met, in words. */
  readonly reason: string;
}

/** The mitigations of the causes that hold whose requirement is not known to be met, in the runbook's order, and what of it is not. */
export function heldBack(
  runbook: Runbook,
  causes: readonly CauseFinding[],
  results: ReadonlyMap<string, CheckResult>,
  parameters: Readonly<Record<string, Json>>,
): readonly HeldBack[] {
  const holding = causes.filter(({ truth }) => truth === true).map(({ id }) => id);
  return runbook.mitigation.flatMap(({ id, for: against, requires }) => {
    const cause = holding.find((held) => against.includes(held));
    if (cause === undefined || requires === null) return [];
    const { truth, words } = decidingWords(runbook, requires, results, parameters);
    if (truth === true) return [];
    const lead = truth === false ? "its requirement is not met" : "whether its requirement is met could not be told";
    return [{ mitigation: id, cause, reason: `not proposed, ${lead}: ${words}` }];
  });
}

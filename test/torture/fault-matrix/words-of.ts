import type { Outcome } from "./outcome.ts";

/** The verdict of a cell, for a table: a check's own, or what became of a plan. */
export function verdictOf(outcome: Outcome): string {
  if (outcome.came === "result") return outcome.result.verdict;
  if (outcome.came === "statement") return outcome.statement.verdict;
  return outcome.came;
}

/** All that an operator would read of it. */
export function wordsOf(outcome: Outcome): string {
  switch (outcome.came) {
    case "result": {
      const { summary, error, notes } = outcome.result;
      return [summary, ...(error === null ? [] : [error.hint]), ...notes].join("; ");
    }
    case "plan":
      return [outcome.plan.summary, ...outcome.plan.warnings, ...outcome.plan.impact.lines].join("; ");
    case "statement":
      return outcome.statement.words;
    case "no plan":
    case "no answer":
      return outcome.reason;
    case "defect":
      return outcome.error;
    case "nothing":
      return "it did not end";
  }
}

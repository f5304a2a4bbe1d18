import type { Verdict } from "../../../src/core/check/verdict.ts";
import type { RunEvent } from "../../../src/core/run/event.ts";
import { TURN } from "./runbook.ts";
import type { Condition } from "./shape.ts";

/** Whether a condition is true of these verdicts, told without the core's own reading of conditions. Undecided is not true. */
export function isTrue(condition: Condition, verdictOf: (check: string) => Verdict | undefined): boolean {
  switch (condition) {
    case "w.fail":
    // The number is over its limit just where the check fails.
    case "w.seconds > 30":
      return verdictOf(TURN) === "fail";
    case "w.pass":
      return verdictOf(TURN) === "pass";
    case "s0.fail && w.fail":
      return verdictOf("s0") === "fail" && verdictOf(TURN) === "fail";
  }
}

/** Whether there was a diagnosis of trouble in which it was true. The first answer of a check is the one that counts. */
export function everHeld(events: readonly RunEvent[], condition: Condition): boolean {
  const rounds = new Map<string, Map<string, Verdict>>();
  for (const event of events) {
    if (event.type !== "checked" || !event.round.startsWith("diagnosis-")) continue;
    const verdicts = rounds.get(event.round) ?? new Map<string, Verdict>();
    if (!verdicts.has(event.check)) verdicts.set(event.check, event.result.verdict);
    rounds.set(event.round, verdicts);
  }
  return [...rounds.values()].some(
    (verdicts) => verdicts.get("s0") === "fail" && isTrue(condition, (check) => verdicts.get(check)),
  );
}

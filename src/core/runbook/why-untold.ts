import type { CheckResult } from "../check/check-result.ts";
import { isDecided } from "../check/verdict.ts";
import { plainText } from "../text/plain-text.ts";

const REASON_LENGTH = 160;

/** Of a check that could be told, what it leaves out where a transaction could not be looked at. */
const OF_TRANSACTIONS = /\b(?:transactionHangs|hangingTransactions)\b/;

/**
 * What a check could not tell of what a condition reads (with its definitions filled in), in words; nothing where it told everything, or was left out on
 * purpose, which is said elsewhere.
 */
export function whyUntold(check: string, result: CheckResult | undefined, condition: string): readonly string[] {
  if (result === undefined || result.verdict === "skipped") return [];
  if (!isDecided(result.verdict)) return [`${check} could not be told`];
  const { onsetUnread, untoldTransactions } = result.observed;
  if (typeof untoldTransactions === "number" && untoldTransactions > 0 && OF_TRANSACTIONS.test(condition))
    return [`${check}: whether a transaction hangs could not be looked at`];
  if (onsetUnread !== true) return [];
  const note = result.notes.find((text) => text.startsWith("since when"));
  return [`${check}: ${plainText(note ?? "since when could not be read", REASON_LENGTH)}`];
}

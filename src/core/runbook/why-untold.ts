import type { CheckResult } from "../check/check-result.ts";
import { isDecided } from "../check/verdict.ts";
import { plainText } from "../text/plain-text.ts";

const REASON_LENGTH = 160;

/** What a check could not tell, in words; nothing where it told everything, or was left out on purpose, which is said elsewhere. */
export function whyUntold(check: string, result: CheckResult | undefined): readonly string[] {
  if (result === undefined || result.verdict === "skipped") return [];
  if (!isDecided(result.verdict)) return [`${check} could not be told`];
  if (result.observed["onsetUnread"] !== true) return [];
  const note = result.notes.find((text) => text.startsWith("since when"));
  return [`${check}: ${plainText(note ?? "since when could not be read", REASON_LENGTH)}`];
}

import { isUnanswered, type ClientError } from "../clients/client-error.ts";
import type { CheckError, Judgement } from "../core/check/check-result.ts";

export interface FailedJudgement extends Judgement {
  readonly error: CheckError;
}

/** Asked, and what came back (or did not) decides nothing. */
const UNDECIDED = ["unexpected-answer", "too-large"];

/**
 * A request that failed as a judgement without facts. No answer says nothing about the far side, only about the way there; a refusal, a missing
 * object or a missing configuration is an error. Neither is ever healthy, and neither proves that something is down.
 */
export function failedJudgement(failure: ClientError): FailedJudgement {
  const { code, message, hint } = failure;
  const unanswered = isUnanswered(failure);
  return {
    verdict: unanswered || UNDECIDED.includes(code) ? "inconclusive" : "error",
    summary: unanswered ? `${message} (from here)` : message,
    observed: {},
    evidence: [{ what: "request", value: message }],
    flip: "an answer",
    notes: [],
    error: { code, message, hint },
  };
}

/** Where the same question may be answered otherwise in a moment. */
export function isWorthAnotherTry(failure: ClientError): boolean {
  return isUnanswered(failure) || failure.code === "rate-limited" || failure.code === "server-error";
}

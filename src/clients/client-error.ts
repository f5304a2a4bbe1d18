/**
 * What went wrong with a request, by what is known about the far side:
 * no answer (`unreachable`, `timeout`, `tls`, `name-not-resolved`), an answer that refuses (`unauthorized`, `forbidden`, `not-found`,
 * `conflict`, `gone`, `invalid`, `rate-limited`, `server-error`), an answer that is none (`unexpected-answer`, `too-large`),
 * or no question (`not-configured`, `not-allowed`, `aborted`).
 */
export type ClientErrorCode =
  | "unreachable"
  | "timeout"
  | "tls"
  | "name-not-resolved"
  | "unauthorized"
  | "forbidden"
  | "not-found"
  | "conflict"
  | "gone"
  | "invalid"
  | "rate-limited"
  | "server-error"
  | "unexpected-answer"
  | "too-large"
  | "not-configured"
  | "not-allowed"
  | "aborted";

/** The outside world's failure, in plain words. Never carries a secret; `message` says what was asked of whom and what came back. */
export class ClientError extends Error {
  override readonly name = "ClientError";
  readonly code: ClientErrorCode;
  /** The next step for the operator. */
  readonly hint: string;
  /** The HTTP status, where there was an answer; null otherwise. */
  readonly status: number | null;
  /** `cause`: the system's own error, whose `code` (ECONNREFUSED, …) tells a request that never left from one that was lost. */
  constructor(code: ClientErrorCode, message: string, hint: string, status: number | null = null, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.code = code;
    this.hint = hint;
    this.status = status;
  }
}

/** No answer at all: from here nothing is known about the far side. */
export function isUnanswered(error: ClientError): boolean {
  return ["unreachable", "timeout", "tls", "name-not-resolved"].includes(error.code);
}

/** Whether the same request may be answered otherwise soon: no answer, too many requests, or the far side's own trouble. Not what it refused, or what it is not. */
export function mayPass(error: ClientError): boolean {
  return isUnanswered(error) || error.code === "rate-limited" || error.code === "server-error";
}

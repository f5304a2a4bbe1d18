import type { ClientError } from "../../clients/client-error.ts";

/** Failures of the connection's begin: the operating system says them before the first byte of a request can leave. */
const BEFORE_SENDING = [
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EHOSTDOWN",
  "ENETDOWN",
  "ENOTFOUND",
  "EAI_AGAIN",
];

/** Only what proves that no request left. A reset or a timeout does not: the request may have arrived. */
export function wasNeverSent(error: ClientError): boolean {
  if (["name-not-resolved", "not-configured", "not-allowed"].includes(error.code)) return true;
  return error.code === "unreachable" && BEFORE_SENDING.includes(systemCode(error.cause));
}

function systemCode(cause: unknown): string {
  return cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : "";
}

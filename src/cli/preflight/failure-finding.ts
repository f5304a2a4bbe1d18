import type { Finding, FindingStatus } from "../../core/preflight/finding.ts";

const MISSING = ["not-found", "not-configured", "not-allowed", "invalid", "gone"];
const FORBIDDEN = ["forbidden", "unauthorized"];

/** What a request that failed says about what was looked for: no answer says nothing. */
export function failureFinding(
  subject: string,
  error: { readonly code: string; readonly message: string; readonly hint: string },
): Finding {
  return { subject, status: statusOf(error.code), detail: error.message, hint: error.hint };
}

function statusOf(code: string): FindingStatus {
  if (FORBIDDEN.includes(code)) return "forbidden";
  return MISSING.includes(code) ? "missing" : "unknown";
}

import { LAST_MOMENT_MS } from "../moment-shape.ts";

/** ISO 8601 in UTC with milliseconds, from milliseconds since the epoch; what is later than any date (a step of an escalation in 300,000 years) is the last one. */
export function iso(atMs: number): string {
  return new Date(Math.min(atMs, LAST_MOMENT_MS)).toISOString();
}

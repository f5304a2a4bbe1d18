import type { Write } from "./plan.ts";

/** How long a request may take. */
export const REQUEST_TIMEOUT_MS = 10_000;

/** A write that was sent may still be under way this long after its intent ran out. */
export function writeTimeoutMs({ timeoutMs }: Write): number {
  return timeoutMs ?? REQUEST_TIMEOUT_MS;
}

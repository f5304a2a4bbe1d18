const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 60_000;

/** What failed in a way that may pass. */
export interface Trying {
  /** How often, from 1. */
  readonly failed: number;
  /** When it is tried again, milliseconds since the epoch. */
  readonly nextAtMs: number;
}

/** After one more failure: tried again after 5, 10, 20 and 40 s, then every minute. */
export function failedOnceMore(trying: Trying | null, nowMs: number): Trying {
  const failed = trying?.failed ?? 0;
  return { failed: failed + 1, nextAtMs: nowMs + Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failed) };
}

/** Not within the pause after a failure. */
export function isTime(trying: Trying | null, nowMs: number): boolean {
  return trying === null || nowMs >= trying.nextAtMs;
}

/** The same by a clock that was set by this much. */
export function tryingSetBack(trying: Trying | null, byMs: number): Trying | null {
  return trying === null ? null : { ...trying, nextAtMs: trying.nextAtMs + byMs };
}

/** Tried again no sooner. */
export function notBefore(trying: Trying | null, atMs: number): Trying | null {
  return trying === null ? null : { ...trying, nextAtMs: Math.max(trying.nextAtMs, atMs) };
}

/** Tried again no later. */
export function notAfter(trying: Trying | null, atMs: number): Trying | null {
  return trying === null ? null : { ...trying, nextAtMs: Math.min(trying.nextAtMs, atMs) };
}

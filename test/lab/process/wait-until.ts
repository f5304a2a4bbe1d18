import { setTimeout as sleep } from "node:timers/promises";

/** How a wait is worded when it fails, and how long and how often it asks. */
export type Waiting = {
  readonly timeoutMs?: number;
  readonly everyMs?: number;
  /** What was seen last, for the message; called only when the time is up. */
  readonly seen?: () => string;
};

/**
 * Asks until the answer is neither `undefined` nor `false`, and returns it. An error of one try is
 * an answer of "not yet"; the last one is told when the time is up (20 s unless said).
 */
export async function waitUntil<T>(
  what: string,
  ask: () => Promise<T | undefined | false> | T | undefined | false,
  { timeoutMs = 20_000, everyMs = 50, seen }: Waiting = {},
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  let lastError: unknown;
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false) return answer;
      lastError = undefined;
    } catch (error) {
      lastError = error;
    }
    if (performance.now() > deadline) break;
    await sleep(everyMs);
  }
  const details = [
    lastError instanceof Error ? `last error: ${lastError.message}` : undefined,
    seen === undefined ? undefined : `last seen: ${seen()}`,
  ].filter((line) => line !== undefined);
  throw new Error([`waited ${timeoutMs} ms for ${what}`, ...details].join("\n"));
}

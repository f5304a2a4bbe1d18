import { latestMs } from "./api-time.ts";
import type { Revision } from "./revisions.ts";

/**
 * When a revision began is recorded only for one that runs for the first time: then its ReplicaSet was created. One that an undo brought back
 * began after each revision with a lower number first did, and before each with a higher number did. null: no bound.
 */
export interface BeginBounds {
  readonly earliestMs: number | null;
  readonly latestMs: number | null;
}

export function beginBounds(revision: Revision, revisions: readonly Revision[]): BeginBounds {
  const { createdAtMs, firstNumber, number } = revision;
  if (firstNumber === number) return { earliestMs: createdAtMs, latestMs: createdAtMs };
  const before = revisions.filter((other) => other.firstNumber < number).map((other) => other.createdAtMs);
  const after = revisions.filter((other) => other.firstNumber > number).map((other) => other.createdAtMs);
  const known = after.filter((time) => time !== null);
  return { earliestMs: latestMs(before), latestMs: known.length === 0 ? null : Math.min(...known) };
}

/** true, false, or null where the cluster's records do not tell. */
export function beganAfter(revision: Revision, revisions: readonly Revision[], timeMs: number): boolean | null {
  const bounds = beginBounds(revision, revisions);
  if (bounds.earliestMs !== null && bounds.earliestMs > timeMs) return true;
  if (bounds.latestMs !== null && bounds.latestMs <= timeMs) return false;
  return null;
}

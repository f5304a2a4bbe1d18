import type { Conditions } from "../../signals/conditions.ts";
import { SECOND_MS } from "../../world/time.ts";

/** When the trouble of these faults began: long enough for three windows of it, and for its alert to fire. */
export const ONSET_MS = -420 * SECOND_MS;

/** Conditions that hold from the onset on. */
export function sinceOnset(conditions: Partial<Conditions>): (sinceStartMs: number) => Partial<Conditions> {
  return (sinceStartMs) => (sinceStartMs >= ONSET_MS ? conditions : {});
}

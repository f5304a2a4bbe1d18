import type { Conditions } from "../signals/conditions.ts";

/** Nothing is amiss until a time, ms after the world's start; from then on these conditions hold. */
export function since(
  onsetMs: number,
): (conditions: Partial<Conditions>) => (sinceStartMs: number) => Partial<Conditions> {
  return (conditions) => (sinceStartMs) => (sinceStartMs >= onsetMs ? conditions : {});
}

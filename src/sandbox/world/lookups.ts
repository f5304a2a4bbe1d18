import type { Serving } from "./serving.ts";

/** Lookups that one ready pod of the feature API can answer in a second. */
const POD_CAPACITY = 130;
/** Share of the lookups that need the KV store, the rest is answered from the pods' caches. */
const NEEDS_KV = 0.72;

/** A way in which lookups fail, and the share of all lookups that do, 0 to 1. */
export interface FailingShare {
  readonly errorType: string;
  readonly share: number;
}

/** How lookups fare with these pods behind the service: what nobody serves, what is too much, what the pods and the KV store spoil. */
export function failingShares(serving: Serving | undefined, lookupsPerSecond: number): readonly FailingShare[] {
  if (serving === undefined) {
    return [];
  }
  if (serving.pods.length === 0) {
    return [{ errorType: "unavailable", share: 1 }];
  }
  const served = Math.min(1, (serving.pods.length * POD_CAPACITY) / lookupsPerSecond);
  const shares = new Map<string, number>();
  const add = (errorType: string, share: number): void => {
    if (share > 0) {
      shares.set(errorType, (shares.get(errorType) ?? 0) + share);
    }
  };
  add("deadline_exceeded", 1 - served);
  for (const pod of serving.pods) {
    add(pod.errorType, (served / serving.pods.length) * pod.errorShare);
  }
  if (!serving.kvUp) {
    const reached = [...shares.values()].reduce((left, share) => left - share, 1);
    add("kv_unavailable", reached * NEEDS_KV);
  }
  return [...shares].map(([errorType, share]) => ({ errorType, share }));
}

import { drawFrom } from "../random.ts";
import type { Conditions } from "./conditions.ts";

export const REGISTRY = { job: "feature-registry", instance: "registry:9103" } as const;

/** The groups that the streaming pipeline updates. */
export const STREAMED_GROUPS = [
  "search_context_features",
  "user_booking_features",
  "user_profile_features",
  "query_embedding_features",
  "location_popularity_features",
  "session_activity_features",
  "listing_quality_features",
] as const;

/** The groups that the nightly batches update. */
export const BATCH_GROUPS = ["price_history_features", "seasonality_features", "market_demand_features"] as const;

/** Where online and offline agree as they always do, and where the online store is behind. */
const CONSISTENT = 0.996;
const APART = 0.972;
const APART_FROM_MS = 10 * 60_000;

/** What a group's freshness depends on. */
export interface Freshness {
  readonly atMs: number;
  readonly startedAtMs: number;
  readonly seed: number;
  readonly conditions: Conditions;
  /** By how much its pipeline is behind, milliseconds. */
  readonly behindMs: number;
}

/** When a group was last updated, milliseconds since the epoch. */
export function updatedMs(group: string, { atMs, startedAtMs, seed, conditions, behindMs }: Freshness): number {
  const stale = conditions.staleGroups.find((one) => one.group === group || one.group === "*");
  // Groups are updated every minute or two, each at a time of its own.
  const everyMs = 60_000 + 60_000 * drawFrom(`${seed}/every/${group}`);
  const lastMs = Math.floor((atMs - behindMs) / everyMs) * everyMs;
  return stale === undefined ? lastMs : Math.min(lastMs, startedAtMs + stale.sinceStartMs);
}

/** The share of a group's values that are equal online and offline. */
export function consistency(group: string, freshness: Freshness): number {
  return freshness.atMs - updatedMs(group, freshness) > APART_FROM_MS ? APART : CONSISTENT;
}

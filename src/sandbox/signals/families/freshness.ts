import { drawFrom } from "../../random.ts";
import type { Family } from "../family.ts";

const TARGET = { job: "feature-registry", instance: "registry:9103" };

const GROUPS = [
  "search_context_features",
  "user_booking_features",
  "user_profile_features",
  "query_embedding_features",
  "location_popularity_features",
  "session_activity_features",
  "listing_quality_features",
  "price_history_features",
  "seasonality_features",
  "market_demand_features",
] as const;

const updates: Family = {
  kind: "gauge",
  labels: GROUPS.map((feature_group) => ({ __name__: "feature_last_update_timestamp", ...TARGET, feature_group })),
  at: ({ atMs, startedAtMs, seed, conditions }) =>
    GROUPS.map((group) => {
      const stale = conditions.staleGroups.find((one) => one.group === group || one.group === "*");
      // Groups are updated every minute or two, each at a time of its own.
      const everyMs = 60_000 + 60_000 * drawFrom(`${seed}/every/${group}`);
      const lastMs = Math.floor(atMs / everyMs) * everyMs;
      return (stale === undefined ? lastMs : Math.min(lastMs, startedAtMs + stale.sinceStartMs)) / 1_000;
    }),
};

const batches: Family = {
  kind: "gauge",
  labels: GROUPS.map((feature_group) => ({ __name__: "feature_batch_job_delay_hours", ...TARGET, feature_group })),
  at: ({ atMs, conditions }) =>
    GROUPS.map((group, index) => conditions.batchDelayHours[group] ?? ((atMs / 3_600_000 + index * 3) % 20) + 0.5),
};

const consistency: Family = {
  kind: "gauge",
  labels: GROUPS.map((feature_group) => ({
    __name__: "feature_online_offline_consistency",
    ...TARGET,
    feature_group,
  })),
  at: ({ conditions }) =>
    GROUPS.map((group) =>
      conditions.staleGroups.some((one) => one.group === group || one.group === "*") ? 0.972 : 0.996,
    ),
};

/** How old the features are, by group. */
export const freshness: readonly Family[] = [updates, batches, consistency];

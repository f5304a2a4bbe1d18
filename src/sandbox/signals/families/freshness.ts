import type { Family } from "../family.ts";
import { BATCH_GROUPS, consistency, REGISTRY, STREAMED_GROUPS, updatedMs } from "../feature-groups.ts";

const labelled = (name: string, groups: readonly string[]) =>
  groups.map((feature_group) => ({ __name__: name, ...REGISTRY, feature_group }));

const updates: Family = {
  kind: "gauge",
  labels: labelled("feature_last_update_timestamp", BATCH_GROUPS),
  at: (moment) => BATCH_GROUPS.map((group) => updatedMs(group, { ...moment, behindMs: 0 }) / 1_000),
};

const batches: Family = {
  kind: "gauge",
  labels: labelled("feature_batch_job_delay_hours", [...STREAMED_GROUPS, ...BATCH_GROUPS]),
  at: ({ atMs, conditions }) =>
    [...STREAMED_GROUPS, ...BATCH_GROUPS].map(
      (group, index) => conditions.batchDelayHours[group] ?? ((atMs / 3_600_000 + index * 3) % 20) + 0.5,
    ),
};

const agreement: Family = {
  kind: "gauge",
  labels: labelled("feature_online_offline_consistency", BATCH_GROUPS),
  at: (moment) => BATCH_GROUPS.map((group) => consistency(group, { ...moment, behindMs: 0 })),
};

/** How old the features that batches write are, by group. Those that the stream writes are told by the pipeline's series. */
export const freshness: readonly Family[] = [updates, batches, agreement];

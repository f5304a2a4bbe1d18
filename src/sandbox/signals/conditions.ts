/** What the world does to the platform at a time, besides what happens to its pods. Factors are 1 where all is as usual. */
export interface Conditions {
  /** Lookups and predictions asked for. */
  readonly traffic: number;
  /** Entities that are asked for within a cache's life. */
  readonly workingSet: number;
  /** Time between two reads of the same entity, across pods. */
  readonly rereadInterval: number;
  /** Time until a new pod's own cache is filled. */
  readonly warmUp: number;
  /** Time that the KV store takes for a read. */
  readonly kvLatency: number;
  /** One feature group that takes this share of all lookups, 0 to 1; null: none. */
  readonly hotGroup: { readonly name: string; readonly share: number } | null;
  /** Lookups that a pod of the feature API answers in a second. */
  readonly lookupCapacity: number;
  /** What a prediction takes of a pod; many run at a time, so that it is the queue that grows with it. */
  readonly inferenceCost: number;
  /** Memory that a model takes. */
  readonly modelSize: number;
  /** Share of predictions that fail in a way of its own, by error type. */
  readonly predictionErrors: Readonly<Record<string, number>>;
  /** DAGs that are started. */
  readonly dagLoad: number;
  /** Share of a pipeline's executions that fail at a task. */
  readonly dagErrors: readonly { readonly pipeline: string; readonly task: string; readonly share: number }[];
  /** Feature groups ("*": all) that have not been updated since this time, ms after the world's start (negative: before). */
  readonly staleGroups: readonly { readonly group: string; readonly sinceStartMs: number }[];
  /** Hours since the last good batch run of a feature group. */
  readonly batchDelayHours: Readonly<Record<string, number>>;
  /** Used share of a node's disk at the world's start, 0 to 1, and by how much it grows in an hour. */
  readonly disks: Readonly<Record<string, { readonly used: number; readonly perHour: number }>>;
  /** Duration of a backfill. */
  readonly backfillWork: number;
  /** By how much a feature group's own backfill takes longer. */
  readonly slowBackfills: Readonly<Record<string, number>>;
  /** Share of backfill attempts that fail and are tried again. */
  readonly backfillFailures: number;
}

export const AS_USUAL: Conditions = {
  traffic: 1,
  workingSet: 1,
  rereadInterval: 1,
  warmUp: 1,
  kvLatency: 1,
  hotGroup: null,
  lookupCapacity: 1,
  inferenceCost: 1,
  modelSize: 1,
  predictionErrors: {},
  dagLoad: 1,
  dagErrors: [],
  staleGroups: [],
  batchDelayHours: {},
  disks: {},
  backfillWork: 1,
  slowBackfills: {},
  backfillFailures: 0,
};

import type { FlinkCluster } from "./flink-cluster.ts";

/** A partition by its topic and number. */
export interface PartitionName {
  readonly topic: string;
  readonly partition: number;
}

/** How a job dies again and again. */
export interface JobFailure {
  /** After its tasks have run for so long, ms. */
  readonly afterMs: number;
  readonly exceptionName: string;
  readonly message: string;
  /** The task that throws, without its number. */
  readonly task: string;
  /** The job is not tried again. */
  readonly fatal?: boolean;
}

/** How a job fares at a moment. */
export interface JobConditions {
  /** Records that one subtask of the transform can do in a second. */
  readonly recordsPerSecond: number;
  /** Share of the records whose key leads to one and the same subtask, 0 to 1; null: keys are even. */
  readonly hotShare: number | null;
  readonly checkpoint: {
    /** From trigger to the last acknowledgement where no records are in the way, ms. */
    readonly durationMs: number;
    /** Share of the tasks' time that a checkpoint under way takes from the records, 0 to 1. */
    readonly pauses: number;
    /** Why it fails at once; null: it does not. */
    readonly failure: string | null;
    readonly stateBytes: number;
  };
  readonly failure: JobFailure | null;
  /** Records between source and transform when the transform is slower. */
  readonly buffered: number;
  /** Partitions that are assigned and not read. */
  readonly unread: readonly PartitionName[];
}

/** A moment, ms after the platform's start (before it: negative), since when the job there was submitted, and how wide it runs. */
export interface JobMoment {
  readonly sinceStartMs: number;
  readonly submittedSinceStartMs: number;
  /** Subtasks of its transform; null: none runs. */
  readonly parallelism: number | null;
}

/** What a fault makes of the streaming pipeline; what it leaves out is as usual. */
export interface StreamingFault {
  readonly scheduler?: "Default" | "Adaptive";
  /** Records produced to a partition, as a multiple of the usual. */
  readonly input?: (name: PartitionName, sinceStartMs: number) => number;
  readonly job?: (moment: JobMoment) => Partial<JobConditions>;
  /** What somebody did to the cluster, ms after the start. */
  readonly steps?: readonly { readonly atMs: number; readonly act: (cluster: FlinkCluster, nowMs: number) => void }[];
  /** A transaction that is never ended, or not until `endMs`. */
  readonly transaction?: PartitionName & { readonly atMs: number; readonly endMs?: number };
  /** How long a topic keeps its records, ms; undefined: as usual. */
  readonly retentionMs?: (topic: string, sinceStartMs: number) => number | undefined;
}

/** A job that is well. */
export const WELL: JobConditions = {
  recordsPerSecond: 1000,
  hotShare: null,
  checkpoint: { durationMs: 90, pauses: 0, failure: null, stateBytes: 48_000_000 },
  failure: null,
  buffered: 600,
  unread: [],
};

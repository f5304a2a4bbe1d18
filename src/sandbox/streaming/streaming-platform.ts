import { HOUR_MS } from "../world/time.ts";
import { FlinkCluster } from "./flink-cluster.ts";
import type { FlinkJob } from "./flink-job.ts";
import { type JobConditions, type StreamingFault, WELL } from "./streaming-fault.ts";
import { createTopics, type Partition, type Topic } from "./topics.ts";
import { partitionKey } from "./record-flow.ts";

export const JOB_NAME = "zipline-streaming";
export const GROUP = "zipline-consumer";
const JAR_NAME = "zipline-streaming.jar";

/** So long before the start does the pipeline's known past begin. */
const PIPELINE_PAST_MS = 2.5 * HOUR_MS;
/** Everything happens at whole multiples of this. */
const STEP_MS = 500;

/** The topics, the Flink cluster and the consumer group that it commits to. Deterministic in its arguments and in the changes that are made to it. */
export class StreamingPlatform {
  readonly seed: number;
  readonly startedAtMs: number;
  readonly fault: StreamingFault;
  readonly topics: readonly Topic[];
  readonly partitions: readonly Partition[];
  readonly cluster: FlinkCluster;
  readonly beginMs: number;
  #committed = new Map<string, number>();
  /** Records written to the feature store by the beginning of each second since `beginMs`. */
  readonly writtenBySecond: number[] = [];
  /** Age of the oldest record that waits to be read, by the beginning of each second since `beginMs`, seconds. */
  readonly ageBySecond: number[] = [];
  #nowMs: number;
  #steps: { readonly atMs: number; readonly act: (cluster: FlinkCluster, nowMs: number) => void }[];

  constructor(fault: StreamingFault, seed: number, startedAtMs: number) {
    this.fault = fault;
    this.seed = seed;
    this.startedAtMs = startedAtMs;
    this.beginMs = Math.floor((startedAtMs - PIPELINE_PAST_MS) / 1000) * 1000;
    this.#nowMs = this.beginMs;
    this.topics = createTopics(fault, seed, startedAtMs, this.beginMs);
    this.partitions = this.topics.flatMap(({ partitions }) => partitions);
    for (const partition of this.partitions)
      this.#committed.set(partitionKey(partition), partition.log.highWatermark(this.beginMs));
    this.cluster = new FlinkCluster({
      seed,
      scheduler: fault.scheduler ?? "Default",
      partitions: this.partitions,
      conditionsOf: (job, atMs) => this.#conditionsOf(job, atMs),
      committed: () => this.#committed,
      commit: (positions) => {
        for (const [key, position] of positions) this.#committed.set(key, Math.floor(position));
      },
    });
    const jar = this.cluster.addJar(JAR_NAME, this.beginMs);
    this.cluster.submit(
      {
        jid: this.cluster.newId(),
        name: JOB_NAME,
        jarId: jar.id,
        parallelism: 2,
        checkpointing: { intervalMs: 5000, timeoutMs: 20_000 },
        restarts: true,
      },
      null,
      this.beginMs,
    );
    this.#steps = (fault.steps ?? [])
      .map(({ atMs, act }) => ({ atMs: startedAtMs + atMs, act }))
      .toSorted((left, right) => left.atMs - right.atMs);
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  /** The next offset that the group will read. */
  committedOffset(topic: string, partition: number): number | undefined {
    return this.#committed.get(partitionKey({ topic, partition }));
  }

  /** Lets everything happen that is due until `toMs`; a time that has passed already changes nothing. */
  advanceTo(toMs: number): void {
    for (let next = this.#nextStep(); next <= toMs; next = this.#nextStep()) {
      this.#nowMs = next;
      for (let step = this.#steps[0]; step !== undefined && step.atMs <= next; step = this.#steps[0]) {
        this.#steps = this.#steps.slice(1);
        step.act(this.cluster, next);
      }
      this.cluster.step(next, STEP_MS);
      if (next % 1000 === 0) this.#sample(next);
    }
  }

  #nextStep(): number {
    return this.#nowMs + STEP_MS;
  }

  #sample(atMs: number): void {
    this.writtenBySecond[(atMs - this.beginMs) / 1000] = Math.floor(this.cluster.written);
    this.ageBySecond[(atMs - this.beginMs) / 1000] = this.#ageSeconds(atMs);
  }

  #ageSeconds(atMs: number): number {
    const job = this.cluster.jobs.find(({ name, state }) => name === JOB_NAME && state === "RUNNING");
    const ages = this.partitions.map((partition) => {
      const committed = this.#committed.get(partitionKey(partition)) ?? 0;
      const position = Math.floor(job?.positions.get(partitionKey(partition)) ?? committed);
      const offset = Math.max(position, partition.logStartOffset(atMs));
      return offset >= partition.log.highWatermark(atMs) ? 0 : (atMs - partition.log.timestampOf(offset)) / 1000;
    });
    return Math.round(Math.max(...ages) * 10) / 10;
  }

  #conditionsOf(job: FlinkJob, atMs: number): JobConditions {
    if (this.fault.job === undefined) return WELL;
    const sinceStartMs = atMs - this.startedAtMs;
    const submittedSinceStartMs = job.submittedMs - this.startedAtMs;
    const parallelism = job.running.get("transform") ?? null;
    return { ...WELL, ...this.fault.job({ sinceStartMs, submittedSinceStartMs, parallelism }) };
  }
}

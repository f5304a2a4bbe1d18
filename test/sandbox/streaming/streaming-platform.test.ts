import { describe, expect, it } from "vitest";
import { newestCompleted } from "../../../src/sandbox/streaming/checkpoint.ts";
import { WELL } from "../../../src/sandbox/streaming/streaming-fault.ts";
import { committedLag, jobOf, lagSeconds, pending, pipeline, STARTED_AT_MS } from "./pipeline.ts";

const ORDER = {
  name: "zipline-streaming",
  jarId: null,
  checkpointing: { intervalMs: 5000, timeoutMs: 20_000 },
  restarts: true,
};

describe("a pipeline that is well", () => {
  it("reads all that comes in: 500 records a second, of the 2,000 that two subtasks can do", () => {
    const job = jobOf(pipeline({}));
    expect(job.recordsPerSecond).toBeGreaterThan(475);
    expect(job.recordsPerSecond).toBeLessThan(525);
    for (const { busy } of job.loads.get("transform") ?? []) expect(busy).toBeCloseTo(0.25, 1);
    for (const { backpressured } of job.loads.get("source") ?? []) expect(backpressured).toBe(0);
  });

  it("commits when a checkpoint completes: up to an interval's records look unread, and are not", () => {
    const platform = pipeline({});
    expect(pending(platform)).toBeLessThanOrEqual(12);
    const seen = [0, 1, 2, 3, 4, 5, 6].map((second) => {
      platform.advanceTo(STARTED_AT_MS + second * 1000);
      return committedLag(platform);
    });
    expect(Math.max(...seen)).toBeGreaterThan(4 * 475);
    expect(Math.max(...seen)).toBeLessThan(5.5 * 525);
  });

  it("is the same however often it is asked", () => {
    const often = pipeline({});
    for (let atMs = 0; atMs <= 30_000; atMs += 137) often.advanceTo(STARTED_AT_MS + atMs);
    often.advanceTo(STARTED_AT_MS + 30_000);
    const once = pipeline({}, 30_000);
    expect(jobOf(often)).toEqual(jobOf(once));
    expect(committedLag(often)).toBe(committedLag(once));
  });
});

describe("what a fault makes of it follows from arithmetic", () => {
  it("two slow subtasks do twice what one can; the lag grows by the tenth that they miss", () => {
    const platform = pipeline("backpressure");
    expect(jobOf(platform).recordsPerSecond).toBeCloseTo(450, 0);
    const before = pending(platform);
    platform.advanceTo(STARTED_AT_MS + 60_000);
    expect((pending(platform) - before) / 60).toBeCloseTo(50, -1);
    for (const { backpressured } of jobOf(platform).loads.get("source") ?? [])
      expect(backpressured).toBeGreaterThan(0.9);
  });

  it("with a hot key the busiest subtask is the limit: 405 a second for nine tenths of the records", () => {
    const job = jobOf(pipeline("key-skew"));
    expect(job.recordsPerSecond).toBeCloseTo(450, 0);
    const [hot, other] = job.loads.get("transform") ?? [];
    expect(hot?.busy).toBeCloseTo(1, 2);
    expect(other?.busy).toBeCloseTo(45 / 405, 2);
  });

  it("more subtasks help against slow ones and not against a hot key", () => {
    const after = (fault: string) => {
      const platform = pipeline(fault);
      const job = jobOf(platform);
      platform.cluster.cancel(job, platform.nowMs);
      platform.cluster.submit(
        { ...ORDER, jid: "a".repeat(32), parallelism: 8 },
        newestCompleted(job.checkpoints),
        platform.nowMs,
      );
      platform.advanceTo(STARTED_AT_MS + 15_000);
      return jobOf(platform).recordsPerSecond;
    };
    expect(after("backpressure")).toBeCloseTo(8 * 225, -1);
    expect(after("key-skew")).toBeCloseTo(450, -1);
  });

  it("failing checkpoints leave the committed offsets where they were while all is read", () => {
    const platform = pipeline("checkpoints-failing");
    expect(pending(platform)).toBeLessThanOrEqual(12);
    const before = platform.committedOffset("search-events", 0);
    platform.advanceTo(STARTED_AT_MS + 30_000);
    expect(platform.committedOffset("search-events", 0)).toBe(before);
    expect(lagSeconds(platform)).toBeCloseTo(370, -1);
  });

  it("a job that dies before a checkpoint completes reads the same records again and again", () => {
    const platform = pipeline("job-failing");
    const job = jobOf(platform);
    expect(job.failures).toBeGreaterThan(50);
    expect(job.exceptions).toHaveLength(16);
    expect(lagSeconds(platform)).toBeGreaterThan(335);
  });

  it("slow checkpoints that stop the tasks take their share; begun less often they do not", () => {
    const platform = pipeline("checkpoints-slow");
    const job = jobOf(platform);
    const before = pending(platform);
    platform.advanceTo(STARTED_AT_MS + 60_000);
    // 22 % of 2,000 are left, of the 500 that come in.
    expect(pending(platform) - before).toBeGreaterThan(0);
    platform.cluster.cancel(job, platform.nowMs);
    const checkpointing = { intervalMs: 30_000, timeoutMs: 60_000 };
    const order = { ...ORDER, jid: "b".repeat(32), parallelism: 2, checkpointing };
    platform.cluster.submit(order, newestCompleted(job.checkpoints), platform.nowMs);
    platform.advanceTo(STARTED_AT_MS + 60_000 + 60_000);
    expect(lagSeconds(platform)).toBeLessThan(300);
  });

  it("records that expired unread are skipped, once the job runs again", () => {
    const platform = pipeline("data-expired");
    const committed = platform.committedOffset("booking-events", 0) ?? 0;
    const start = platform.partitions[0]?.logStartOffset(platform.nowMs) ?? 0;
    expect(committed).toBeLessThan(start);
    const from = newestCompleted(jobOf(platform).checkpoints);
    platform.cluster.submit({ ...ORDER, jid: "c".repeat(32), parallelism: 2 }, from, platform.nowMs);
    platform.advanceTo(STARTED_AT_MS + 8_000);
    expect(platform.committedOffset("booking-events", 0)).toBeGreaterThan(start);
  });

  it("nobody who reads committed records gets past an open transaction", () => {
    const platform = pipeline("hung-transaction");
    const stuck = platform.partitions.find(({ topic, partition }) => topic === "search-events" && partition === 2);
    const stable = stuck?.lastStableOffset(platform.nowMs);
    expect(platform.committedOffset("search-events", 2)).toBe(stable);
    expect(stable).toBe(stuck?.log.highWatermark(STARTED_AT_MS - 340_000));
  });
});

describe("the cluster", () => {
  it("stops a job with a savepoint, and goes on from it where it was", () => {
    const platform = pipeline({});
    const job = jobOf(platform);
    platform.cluster.savepoint(job, "d".repeat(32), true, platform.nowMs);
    platform.advanceTo(STARTED_AT_MS + 1000);
    expect(job.state).toBe("FINISHED");
    const saved = platform.cluster.savepoints.get("d".repeat(32));
    const from = platform.cluster.kept(saved?.path ?? "") ?? null;
    expect(from?.positions.get("search-events/0")).toBeGreaterThan(0);
    expect(platform.committedOffset("search-events", 0)).toBe(Math.floor(from?.positions.get("search-events/0") ?? 0));
    platform.cluster.submit({ ...ORDER, jid: "e".repeat(32), parallelism: 2 }, from, platform.nowMs);
    platform.advanceTo(STARTED_AT_MS + 4000);
    expect(pending(platform)).toBeLessThanOrEqual(12);
  });

  it("cannot take a savepoint in time whose checkpoints expire", () => {
    const platform = pipeline({ job: () => ({ checkpoint: { ...WELL.checkpoint, durationMs: 40_000 } }) });
    const job = jobOf(platform);
    platform.cluster.savepoint(job, "f".repeat(32), true, platform.nowMs);
    platform.advanceTo(STARTED_AT_MS + 25_000);
    expect(platform.cluster.savepoints.get("f".repeat(32))?.failure?.message).toMatch(/expired before completing/);
    expect(job.state).toBe("RUNNING");
  });

  it.each([
    ["Default", "RESTARTING", 0],
    ["Adaptive", "RUNNING", 16],
  ] as const)("with the %s scheduler a job too large for the slots is %s", (scheduler, state, slots) => {
    const platform = pipeline({ scheduler });
    platform.cluster.cancel(jobOf(platform), platform.nowMs);
    platform.cluster.submit({ ...ORDER, jid: "a".repeat(32), parallelism: 40 }, null, platform.nowMs);
    platform.advanceTo(STARTED_AT_MS + 3000);
    expect(jobOf(platform).state).toBe(state);
    expect(platform.cluster.slotsOf(jobOf(platform))).toBe(slots);
  });
});

describe.each([1, 2, 3])("at the start, seed %i", (seed) => {
  it.each([
    "job-not-running",
    "job-failed",
    "job-failing",
    "checkpoints-failing",
    "checkpoints-slow",
    "key-skew",
    "backpressure",
    "backpressure-adaptive",
    "input-spike",
    "consumer-stuck",
    "hung-transaction",
    "data-expired",
    "near-checkpoints-slow",
    "near-key-skew",
    "near-backpressure",
    "near-backlog-shrinks",
    "near-data-expired",
  ])("%s lags more than five minutes, and not much more", (fault) => {
    const seconds = lagSeconds(pipeline(fault, 0, seed));
    expect(seconds).toBeGreaterThan(310);
    expect(seconds).toBeLessThan(480);
  });

  it.each([
    "near-job-not-running",
    "near-job-failing",
    "near-checkpoints-failing",
    "near-input-spike",
    "near-consumer-stuck",
    "near-hung-transaction",
  ])("%s does not lag", (fault) => {
    expect(lagSeconds(pipeline(fault, 0, seed))).toBeLessThan(60);
  });
});

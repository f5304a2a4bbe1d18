import { expect, test } from "vitest";
import { newestState } from "../../../src/actions/flink/start-state.ts";
import { slotsTaken, widestPossible } from "../../../src/actions/flink/slots.ts";
import { jarName } from "../../../src/actions/flink/job-jar.ts";
import { widened } from "../../../src/actions/flink/plan-requirements.ts";
import type { FlinkCheckpoint, FlinkCheckpoints } from "../../../src/clients/flink-client.ts";
import { jobIn, NOW } from "./stub-flink.ts";

function one(id: number, fields: Partial<FlinkCheckpoint> = {}): FlinkCheckpoint {
  return {
    id,
    status: "COMPLETED",
    isSavepoint: false,
    triggeredAtMs: NOW + id,
    durationMs: 10,
    stateSizeBytes: 1,
    path: `file:/c/${id}`,
    isDiscarded: false,
    failedAtMs: null,
    failureMessage: null,
    ...fields,
  };
}

function known(history: readonly FlinkCheckpoint[], restored: FlinkCheckpoints["latest"]["restored"] = null) {
  const latest = { completed: null, savepoint: null, failed: null, restored };
  return { counts: { completed: 0, failed: 0, inProgress: 0 }, latest, history };
}

const kept = (cancel: boolean, failure: boolean) => ({
  intervalMs: 1,
  timeoutMs: 1,
  minPauseMs: 0,
  tolerableFailures: 0,
  maxConcurrent: 1,
  alignedTimeoutMs: 0,
  unaligned: false,
  keptAfter: { cancel, failure },
});

test.each<[string, string, FlinkCheckpoints, [boolean, boolean], string | null]>([
  [
    "the newest that completed",
    "CANCELED",
    known([one(3, { status: "FAILED", path: null }), one(1), one(2)]),
    [true, true],
    "file:/c/2",
  ],
  [
    "a savepoint where it is newer",
    "FINISHED",
    known([one(4, { isSavepoint: true }), one(3)]),
    [true, true],
    "file:/c/4",
  ],
  [
    "a checkpoint where that is newer",
    "CANCELED",
    known([one(3, { isSavepoint: true }), one(4)]),
    [true, true],
    "file:/c/4",
  ],
  ["not one that was removed", "CANCELED", known([one(3, { isDiscarded: true }), one(2)]), [true, true], "file:/c/2"],
  ["not one without a place", "CANCELED", known([one(3, { path: null }), one(2)]), [true, true], "file:/c/2"],
  [
    "not one that failed half-way",
    "CANCELED",
    known([one(3, { status: "FAILED" }), one(2)]),
    [true, true],
    "file:/c/2",
  ],
  // By Flink's own table (CheckpointProperties): what is kept on cancellation is kept on suspension, and nothing once a job has finished.
  ["none of a job that finished", "FINISHED", known([one(2)]), [true, true], null],
  ["a suspended job's, as a cancelled one's", "SUSPENDED", known([one(2)]), [true, true], "file:/c/2"],
  ["none that a suspended job took along", "SUSPENDED", known([one(2)]), [false, true], null],
  ["none that a cancelled job took along", "CANCELED", known([one(2)]), [false, true], null],
  ["but a failed one left", "FAILED", known([one(2)]), [false, true], "file:/c/2"],
  [
    "a savepoint is always kept",
    "CANCELED",
    known([one(1, { isSavepoint: true }), one(2)]),
    [false, false],
    "file:/c/1",
  ],
  [
    "what it was restored from, where it has none of its own",
    "FAILED",
    known([], { atMs: NOW, path: "file:/s" }),
    [true, true],
    "file:/s",
  ],
  ["none", "FAILED", known([]), [true, true], null],
])("%s", (_, state, checkpoints, [cancel, failure], path) => {
  expect(newestState({ id: "a", state }, checkpoints, kept(cancel, failure))?.path ?? null).toBe(path);
});

const vertex = (parallelism: number, slotSharingGroup: string) => ({ ...VERTEX, parallelism, slotSharingGroup });
const VERTEX = { id: "v", name: "v", maxParallelism: 128, state: "RUNNING" };

test("slots: in each group as many as its widest operator", () => {
  expect(slotsTaken([vertex(2, "a"), vertex(3, "a"), vertex(1, "b")])).toBe(4);
  const cluster = { version: "2", taskManagers: 1, slotsTotal: 9, slotsAvailable: 3 };
  // Three are free and four are its own; two groups share them.
  expect(widestPossible(jobIn("RUNNING", { vertices: [vertex(3, "a"), vertex(1, "b")] }), cluster)).toBe(3);
  expect(widestPossible(jobIn("RESTARTING", { vertices: [vertex(3, "a")] }), cluster)).toBe(3);
});

test("operators that somebody holds narrower keep theirs", () => {
  const was = {
    a: { lowerBound: 1, upperBound: 4 },
    b: { lowerBound: 4, upperBound: 4 },
    sink: { lowerBound: 1, upperBound: 1 },
  };
  expect(widened(was, 6)).toEqual({ ...was, a: { lowerBound: 1, upperBound: 6 }, b: { lowerBound: 4, upperBound: 6 } });
  expect(widened(was, 2)).toEqual({ ...was, a: { lowerBound: 1, upperBound: 2 }, b: { lowerBound: 2, upperBound: 2 } });
});

test("a jar's name carries its content, and nothing that a path or a header could stumble over", () => {
  expect(jarName({ name: "zipline streaming;2.jar", sha256: "0123456789abcdef" })).toBe(
    "zipline-streaming-2-0123456789ab.jar",
  );
  expect(jarName({ name: "my.jar old.jar", sha256: "0123456789abcdef" })).toBe("my.jar-old-0123456789ab.jar");
  expect(jarName({ name: "a  b.JAR", sha256: "0123456789abcdef" })).toBe("a-b-0123456789ab.jar");
  expect(jarName({ name: ".jar", sha256: "0123456789abcdef" })).toBe("job-0123456789ab.jar");
});

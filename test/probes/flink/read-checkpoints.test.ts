import { describe, expect, test } from "vitest";
import type { FlinkCheckpoint, FlinkCheckpointConfig, FlinkJob } from "../../../src/clients/flink-client.ts";
import { readCheckpoints } from "../../../src/probes/flink/read-checkpoints.ts";
import { checkpoint, checkpoints, CONFIG, failedCheckpoint, job, NOW } from "./fixtures.ts";

const RULES = { windowMs: 900_000, slowShare: 0.5, staleIntervals: 3, maxFailed: 1 };
const HOUR = 3_600_000;

function read(
  history: readonly FlinkCheckpoint[],
  config: Partial<FlinkCheckpointConfig> = {},
  one: FlinkJob = job(),
  latest: object = {},
) {
  const known = checkpoints(...history);
  const all = { ...known, latest: { ...known.latest, ...latest } };
  return readCheckpoints(one, all, { ...CONFIG, ...config }, RULES);
}
const ended = (agoMs: number, durationMs = 1_000) => ({ triggeredAtMs: NOW - agoMs - durationMs, durationMs });
const pending = (id: number, agoMs: number) =>
  checkpoint(id, { status: "IN_PROGRESS", triggeredAtMs: NOW - agoMs, durationMs: null });

describe("the newest that completed", () => {
  test.each<[string, readonly FlinkCheckpoint[], object, number | null]>([
    [
      "is that of the highest number, in whichever order they come",
      [checkpoint(1, ended(90_000)), checkpoint(2, ended(30_000))],
      {},
      30_000,
    ],
    [
      "is the latest, where the history does not hold it",
      [pending(3, 1_000)],
      { completed: checkpoint(2, ended(50_000)) },
      50_000,
    ],
    ["is no savepoint", [], { completed: checkpoint(2, { ...ended(50_000), isSavepoint: true }) }, null],
    ["is none that failed", [failedCheckpoint(1, 5_000)], {}, null],
    ["is none of the future, by a clock that differs", [checkpoint(1, ended(-5_000))], {}, 0],
    [
      "has begun then, where nobody says how long it took",
      [checkpoint(1, { triggeredAtMs: NOW - 7_000, durationMs: null })],
      {},
      7_000,
    ],
  ])("%s", (_what, history, latest, ageMs) => {
    expect(read(history, {}, job(), latest).ageMs).toBe(ageMs);
  });
});

test.each<[string, readonly FlinkCheckpoint[], number | null]>([
  ["what it took", [checkpoint(1, ended(5_000, 3_000))], 3_000],
  ["one under way for longer", [pending(2, 9_000), checkpoint(1, ended(5_000, 3_000))], 9_000],
  ["one under way for less", [pending(2, 1_000), checkpoint(1, ended(5_000, 3_000))], 3_000],
  ["the longest under way", [pending(3, 2_000), pending(2, 9_000)], 9_000],
  ["nothing", [], null],
  ["a savepoint under way is none", [{ ...pending(2, 9_000), isSavepoint: true }], null],
])("the duration is that of %s", (_what, history, durationMs) => {
  expect(read(history).durationMs).toBe(durationMs);
});

describe("failures count", () => {
  test.each<[string, readonly FlinkCheckpoint[], object, number]>([
    ["at the window's edge", [failedCheckpoint(1, 900_000)], {}, 1],
    ["not before it", [failedCheckpoint(1, 900_001)], {}, 0],
    [
      "by their begin, where nobody says when they failed",
      [{ ...failedCheckpoint(1, 890_000), failedAtMs: null }],
      {},
      0,
    ],
    ["once, though it is the latest too", [failedCheckpoint(1, 5_000)], { failed: failedCheckpoint(1, 5_000) }, 1],
    ["though the history does not hold it", [checkpoint(2, ended(1_000))], { failed: failedCheckpoint(1, 5_000) }, 1],
    ["no savepoint's", [{ ...failedCheckpoint(1, 5_000), isSavepoint: true }], {}, 0],
  ])("%s", (_what, history, latest, count) => {
    expect(read(history, {}, job(), latest).failedInWindow).toHaveLength(count);
  });

  test.each<[string, readonly FlinkCheckpoint[], FlinkJob, boolean]>([
    [
      "more than one",
      [checkpoint(3, ended(1_000)), failedCheckpoint(2, 5_000), failedCheckpoint(1, 9_000)],
      job({}, 1_000),
      true,
    ],
    ["one, before another completed", [checkpoint(2, ended(1_000)), failedCheckpoint(1, 5_000)], job(), false],
    ["one, the newest", [failedCheckpoint(2, 5_000), checkpoint(1, ended(9_000))], job(), true],
    [
      "one, though another is under way since",
      [pending(3, 1_000), failedCheckpoint(2, 5_000), checkpoint(1, ended(9_000))],
      job(),
      true,
    ],
    ["the newest, long ago", [failedCheckpoint(2, 901_000), checkpoint(1, ended(910_000))], job(), false],
    // Three intervals and one timeout: 200 s.
    ["the newest, of a job that is too young", [failedCheckpoint(1, 5_000)], job({}, 199_999), false],
    ["and of one that is not", [failedCheckpoint(1, 5_000)], job({}, 200_000), true],
  ])("as failing: %s", (_what, history, one, isFailing) => {
    expect(read(history, {}, one).isFailing).toBe(isFailing);
  });
});

describe("how old is too old", () => {
  test.each<[string, Partial<FlinkCheckpointConfig>, number, number | null]>([
    ["three intervals", {}, 1_000, 180_000],
    ["three times as long as it takes, where that is longer", { intervalMs: 5_000 }, 9_000, 27_000],
    ["with the pause after it", { intervalMs: 5_000, minPauseMs: 4_000 }, 9_000, 39_000],
    ["unknown, where none is periodic", { intervalMs: null }, 1_000, null],
  ])("%s", (_what, config, durationMs, staleAfterMs) => {
    expect(read([checkpoint(1, ended(5_000, durationMs))], config).staleAfterMs).toBe(staleAfterMs);
  });

  test.each<[string, readonly FlinkCheckpoint[], FlinkJob, boolean]>([
    ["just as old as may be", [checkpoint(1, ended(180_000))], job(), false],
    ["older", [checkpoint(1, ended(180_001))], job(), true],
    ["none, of a job that runs for longer", [], job({}, 180_001), true],
    ["none, of one that does not", [], job({}, 180_000), false],
    ["old, of a job that was restarted since", [checkpoint(1, ended(HOUR))], job({}, 5_000), false],
    [
      "none, of one that began then, where nobody says since when it runs",
      [],
      job({ enteredAtMs: {}, startedAtMs: NOW - HOUR }),
      true,
    ],
  ])("stale: %s", (_what, history, one, isStale) => {
    expect(read(history, {}, one).isStale).toBe(isStale);
  });
});

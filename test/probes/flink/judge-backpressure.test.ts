import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FlinkJob, FlinkSubtask, FlinkVertex } from "../../../src/clients/flink-client.ts";
import type { BackpressureFacts } from "../../../src/probes/flink/backpressure-facts.ts";
import { backpressureObserved } from "../../../src/probes/flink/backpressure-observed.ts";
import { judgeBackpressure } from "../../../src/probes/flink/judge-backpressure.ts";
import { skewOf } from "../../../src/probes/flink/vertex-load.ts";
import { choice, job, subtask } from "./fixtures.ts";

const RULES = { job: "zipline-streaming", settleMs: 20_000 };
type Subtasks = readonly FlinkSubtask[] | null;

function facts(loads: readonly Subtasks[], of: FlinkJob = job()): BackpressureFacts {
  const vertices = of.vertices.map((vertex, at) => ({ vertex, subtasks: loads[at] ?? null }));
  return { choice: choice(), job: of, loads: vertices, pendingRecords: null, waitedMs: 0 };
}
const judge = (loads: readonly Subtasks[], of?: FlinkJob) => judgeBackpressure(facts(loads, of), RULES);

const IDLE = [subtask(0, 0.1, 0.9)];
const HELD = [subtask(1, 0, 0)];
const BUSY = [subtask(0, 1, 0)];

describe("the level is the worst subtask's", () => {
  test.each([
    [0.1, "ok", "pass"],
    [0.101, "low", "pass"],
    [0.5, "low", "pass"],
    [0.501, "high", "fail"],
  ])("%d is %s: %s", (ratio, level, verdict) => {
    const judged = judge([[subtask(ratio, 0, 1 - ratio), subtask(0, 0, 1)], BUSY, IDLE]);
    expect(judged).toMatchObject({ verdict, observed: { level, ratio } });
    expect(backpressureObserved.safeParse(judged.observed).success).toBe(true);
  });
});

describe("what its sources have left to fetch stands beside, to be held against Kafka's number", () => {
  test.each([
    [null, /held back$/],
    [0, /; its sources have 0 records left to fetch$/],
    [1, /; its sources have 1 record left to fetch$/],
    [1440, /; its sources have 1440 records left to fetch$/],
  ])("%s", (pendingRecords, summary) => {
    const seen = { pendingRecords };
    const judged = judgeBackpressure({ ...facts([IDLE, IDLE, IDLE]), ...seen }, RULES);
    expect(judged).toMatchObject({ summary: expect.stringMatching(summary) as string, observed: seen });
    const evidence = judged.evidence.filter(({ what }) => what === "left to fetch by its sources");
    expect(evidence.map(({ value }) => value)).toEqual(pendingRecords === null ? [] : [pendingRecords]);
    expect(judgeBackpressure({ ...facts([HELD, BUSY, IDLE]), ...seen }, RULES).summary).toMatch(
      pendingRecords === null ? /busy\)$/ : summary,
    );
  });
});

describe("the culprit is busy, not held back, and downstream of one that is", () => {
  test.each<[string, readonly Subtasks[], string | null]>([
    ["the next one", [HELD, BUSY, IDLE], "counting"],
    ["the last one, where the one between is held back too", [HELD, HELD, BUSY], "store"],
    ["nobody, where nobody is held back", [IDLE, BUSY, IDLE], null],
    ["nobody, where the next one is not measured", [HELD, null, IDLE], null],
  ])("%s", (_, loads, culprit) => {
    expect(judge(loads).observed["culprit"]).toBe(culprit);
  });

  test("of two that feed on the same one the busier", () => {
    const fork = job({
      edges: [
        { from: "v0", to: "v1" },
        { from: "v0", to: "v2" },
      ],
    });
    expect(judge([HELD, IDLE, BUSY], fork).observed["culprit"]).toBe("store");
  });

  test("one subtask alone is skew", () => {
    const judged = judge([HELD, [subtask(0, 1, 0), subtask(0, 0.05, 0.95, 1), subtask(0, 0.15, 0.85, 2)], IDLE]);
    // 1 - mean(0.05, 0.15) / 1
    expect(judged.observed).toMatchObject({ culprit: "counting", busyRatio: 1, skew: 0.9 });
    expect(judged.summary).toMatch(/one subtask alone/);
  });
});

describe("no sample is never ok", () => {
  test.each<[string, readonly Subtasks[], RegExp]>([
    ["none of one operator", [IDLE, null, IDLE], /no sample of counting/],
    ["zeros are what a missing metric reads as", [IDLE, [subtask(0, 0, 0)], IDLE], /no sample of counting/],
    ["NaN beside zeros", [[subtask(0, null, 0)], IDLE, IDLE], /no sample of Source: in/],
  ])("%s", (_, loads, summary) => {
    const judged = judge(loads);
    expect(judged.verdict).toBe("inconclusive");
    expect(judged.summary).toMatch(summary);
  });

  describe("and some subtasks say nothing of the others", () => {
    const idle = (at: number) => subtask(0, 0.1, 0.9, at);
    const wide = (tasks: FlinkVertex["tasks"]) => {
      const [source, ...others] = job().vertices;
      if (source === undefined) throw new Error("the job has no operator");
      return job({ vertices: [{ ...source, parallelism: 4, tasks }, ...others] });
    };
    const all = [0, 1, 2, 3].map(idle);
    test.each<[string, Subtasks, FlinkVertex["tasks"], string, RegExp]>([
      ["all of four", all, { RUNNING: 4, FINISHED: 0 }, "pass", /^none/],
      [
        "one of four is listed",
        [idle(0)],
        { RUNNING: 4 },
        "inconclusive",
        /no sample of 3 of 4 subtasks of Source: in$/,
      ],
      [
        "all are listed, one is measured",
        [idle(0), ...[1, 2, 3].map((at) => subtask(0, null, 0, at))],
        {},
        "inconclusive",
        /3 of 4/,
      ],
      ["one is listed more than once", [idle(0), idle(0), idle(0), idle(0)], {}, "inconclusive", /3 of 4/],
      ["the others have finished", [idle(0)], { RUNNING: 1, FINISHED: 3 }, "pass", /^none/],
      ["two have finished, and one is not measured", [idle(0)], { RUNNING: 2, FINISHED: 2 }, "inconclusive", /1 of 2/],
      ["all have finished", null, { FINISHED: 4 }, "pass", /^none/],
      ["how many run is not told", [idle(0)], undefined, "inconclusive", /3 of 4/],
      ["one that is measured is held back", [subtask(0.6, 0, 0.4)], {}, "fail", /^high: 60 %/],
    ])("%s", (_, subtasks, tasks, verdict, summary) => {
      const judged = judge([subtasks, IDLE, IDLE], wide(tasks));
      expect(judged.summary).toMatch(summary);
      expect(judged.verdict).toBe(verdict);
    });

    test("nor does a job that has read all of its input", () => {
      const vertices = job().vertices.map((vertex) => ({ ...vertex, tasks: { FINISHED: 1 } }));
      expect(judge([null, null, null], job({ vertices }))).toMatchObject({
        verdict: "inconclusive",
        summary: "all its subtasks have finished",
      });
    });
  });

  test("nor is the first moment of a job, or one that does not run", () => {
    expect(judge([IDLE, IDLE, IDLE], job({}, 19_999)).verdict).toBe("inconclusive");
    expect(judge([IDLE, IDLE, IDLE], job({}, 20_000)).verdict).toBe("pass");
    expect(judge([IDLE, IDLE, IDLE], job({ state: "RESTARTING" })).verdict).toBe("inconclusive");
  });

  test("but a high level is one, whatever else is missing", () => {
    expect(judge([HELD, null, null], job({}, 1_000)).verdict).toBe("fail");
  });
});

test("skew is 0 among equals, 1 for one alone, and between them else", () => {
  expect(skewOf([0.7, 0.7, 0.7])).toBeCloseTo(0, 12);
  expect(skewOf([1, 0, 0, 0])).toBe(1);
  expect(skewOf([1])).toBe(0);
  expect(skewOf([0, 0])).toBe(0);
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 9 }), (busy) => {
      const skew = skewOf(busy);
      expect(skew).toBeGreaterThanOrEqual(-1e-9);
      expect(skew).toBeLessThanOrEqual(1);
    }),
  );
});

test("a pass has a sample of every operator that sums to most of its time", () => {
  const share = fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: null });
  const one = fc.tuple(share, share, share).map(([held, busy, idle]) => subtask(held, busy, idle));
  const vertex = fc.option(fc.array(one, { maxLength: 3 }), { nil: null });
  fc.assert(
    fc.property(fc.tuple(vertex, vertex, vertex), (loads) => {
      if (judge(loads).verdict !== "pass") return;
      for (const subtasks of loads) {
        const sums = (subtasks ?? []).map((s) => (s.backpressured ?? 0) + (s.busy ?? 0) + (s.idle ?? 0));
        expect(Math.max(-1, ...sums)).toBeGreaterThanOrEqual(0.5);
      }
    }),
  );
});

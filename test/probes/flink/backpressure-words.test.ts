import { describe, expect, test } from "vitest";
import type { FlinkJob, FlinkSubtask } from "../../../src/clients/flink-client.ts";
import type { BackpressureFacts } from "../../../src/probes/flink/backpressure-facts.ts";
import { judgeBackpressure } from "../../../src/probes/flink/judge-backpressure.ts";
import { choice, job, NOW, subtask } from "./fixtures.ts";

type Subtasks = readonly FlinkSubtask[] | null;

function judge(loads: readonly Subtasks[], of: FlinkJob | null = job(), fields: Partial<BackpressureFacts> = {}) {
  const vertices = (of?.vertices ?? []).map((vertex, at) => ({ vertex, subtasks: loads[at] ?? null }));
  const facts = { choice: choice(), job: of, loads: vertices, pendingRecords: null, waitedMs: 0, ...fields };
  return judgeBackpressure(facts, { job: "zip*", settleMs: 20_000 });
}

const IDLE = [subtask(0, 0.1, 0.9)];
const HELD = [subtask(1, 0, 0)];

test("one operator holds back another: what is observed, the evidence, and what would change it", () => {
  const skewed = [subtask(0, 0.9, 0.1), subtask(0, 0.3, 0.7, 1)];
  const { observed, ...judged } = judge([[subtask(0.75, 0.2, 0.05)], skewed, IDLE]);
  expect(judged).toMatchObject({
    verdict: "fail",
    // The other subtask is busy for a third of what the busiest is: it stands out by two thirds.
    summary: "high: 75 % of the time held back by counting (90 % busy, one subtask alone)",
    flip: "no subtask held back for more than half of its time",
    notes: [],
  });
  expect(observed).toMatchObject({
    level: "high",
    ratio: 0.75,
    culprit: "counting",
    busyRatio: 0.9,
    skew: 0.667,
    parallelism: 1,
    jobId: "0".repeat(32),
    state: "RUNNING",
    operators: [
      { name: "Source: in", backpressured: 0.75, busy: 0.2, parallelism: 1 },
      { name: "counting", backpressured: 0, busy: 0.9, parallelism: 1 },
      { name: "store", backpressured: 0, busy: 0.1, parallelism: 1 },
    ],
  });
  expect(judged.evidence.slice(0, 6)).toEqual([
    { what: "backpressured, worst subtask", value: 0.75, limit: 0.5 },
    { what: "busy, busiest subtask", value: 0.9 },
    { what: "skew among its subtasks", value: 0.667 },
    { what: "Source: in", value: "backpressured 75 %, busy 20 %" },
    { what: "counting", value: "backpressured 0 %, busy 90 %" },
    { what: "store", value: "backpressured 0 %, busy 10 %" },
  ]);
});

describe("the summary", () => {
  test.each<[string, readonly Subtasks[], string, string]>([
    ["nobody is held back", [IDLE, IDLE, IDLE], "pass", "none: at most 0 % of the time held back"],
    ["a little", [[subtask(0.3, 0, 0.7)], IDLE, IDLE], "pass", "low: at most 30 % of the time held back"],
    ["by nobody that is measured", [HELD, null, IDLE], "fail", "high: 100 % of the time held back"],
    [
      "by one whose subtasks are all as busy",
      [HELD, [subtask(0, 1, 0), subtask(0, 1, 0, 1)], IDLE],
      "fail",
      "high: 100 % of the time held back by counting (100 % busy)",
    ],
    [
      "by one that stands out by half",
      [HELD, [subtask(0, 1, 0), subtask(0, 0.5, 0.5, 1)], IDLE],
      "fail",
      "high: 100 % of the time held back by counting (100 % busy, one subtask alone)",
    ],
  ])("%s", (_what, loads, verdict, summary) => {
    expect(judge(loads)).toMatchObject({ verdict, summary });
  });

  test.each([
    [0, "the JobManager has no sample of counting, store"],
    [4_500, "the JobManager has no sample within 5 s of counting, store"],
  ])("operators without a sample are named, with how long was waited: %i ms", (waitedMs, summary) => {
    const flip = "a sample of every operator of one running job";
    expect(judge([IDLE], job(), { waitedMs })).toMatchObject({ verdict: "inconclusive", summary, flip, notes: [] });
  });

  test("a job that does not run has nothing that is held back", () => {
    expect(judge([HELD, IDLE, IDLE], job({ state: "RESTARTING" }))).toMatchObject({
      verdict: "inconclusive",
      summary: "the job is RESTARTING: its operators are not all at work",
      observed: { level: null, ratio: null, state: "RESTARTING", operators: [], busyRatio: null, skew: null },
    });
    expect(judge([], job({ state: "FAILED" })).summary).toBe("the job is FAILED: its operators do nothing");
  });

  test("no job is none, and several none that is known", () => {
    expect(judge([], null, { choice: choice({ chosen: null, running: 0, others: [] }) })).toMatchObject({
      verdict: "inconclusive",
      summary: 'no job is named "zip*"; the JobManager knows no other either',
      observed: { jobId: null, state: null },
      evidence: [{ what: "backpressured, worst subtask", value: null, limit: 0.5 }],
    });
  });

  test("one that runs for a few seconds only", () => {
    const words = "it runs for only 5 s: too early for a sample that says something";
    expect(judge([IDLE, IDLE, IDLE], job({}, 5_000)).summary).toBe(words);
    // By its begin, where it is not told since when it runs.
    const begun = job({ enteredAtMs: {}, startedAtMs: NOW - 5_000 });
    expect(judge([IDLE, IDLE, IDLE], begun).summary).toBe(words);
  });
});

describe("notes", () => {
  const busy = "an operator is busy all the time, and holds nobody back yet";
  test.each<[string, readonly Subtasks[], readonly string[]]>([
    ["an operator at its limit, in a job that is well", [IDLE, [subtask(0, 0.91, 0.09)], IDLE], [busy]],
    ["one that is just below", [IDLE, [subtask(0, 0.9, 0.1)], IDLE], []],
    ["one that holds another back is named in the summary", [HELD, [subtask(0, 1, 0)], IDLE], []],
    ["operators without a sample, beside one that is held back", [HELD, null, null], ["no sample of counting, store"]],
  ])("%s", (_what, loads, notes) => {
    expect(judge(loads).notes).toEqual(notes);
  });

  test("the busiest is one that is measured", () => {
    expect(judge([HELD, null, IDLE]).observed["busyRatio"]).toBe(0.1);
  });
});

test("a pass may fail by a subtask, and shares that nobody measured are said so", () => {
  const judged = judge([[subtask(null, 0.4, 0.6)], IDLE, [subtask(0, null, 1)]]);
  expect(judged.flip).toBe("a subtask held back for more than half of its time");
  expect(judged.evidence.map(({ value }) => value)).toContain("backpressured not measured, busy 40 %");
  expect(judged.evidence.map(({ value }) => value)).toContain("backpressured 0 %, busy not measured");
  expect(judged.observed).toMatchObject({ culprit: null, busyRatio: 0.4 });
});

test("shares of which none is known are none", () => {
  const nobody = [subtask(null, null, 1)];
  const judged = judge([nobody, nobody, nobody]);
  expect(judged.observed).toMatchObject({ level: null, ratio: null, busyRatio: null, skew: null, parallelism: null });
  expect(judged.evidence.slice(0, 2).map(({ what }) => what)).toEqual(["backpressured, worst subtask", "Source: in"]);
});

test("twenty operators are listed", () => {
  const [vertex] = job().vertices;
  const vertices = Array.from({ length: 25 }, (_, at) => ({ ...vertex, id: `v${at}` }) as FlinkJob["vertices"][number]);
  const judged = judge(
    vertices.map(() => IDLE),
    job({ vertices }),
  );
  expect(judged.observed["operators"]).toHaveLength(20);
});

import { describe, expect, test } from "vitest";
import { HIDDEN } from "../../../src/core/text/hidden.ts";
import { judge } from "./judged.ts";

const HOT = [7_000, 1_000, 1_000, 500, 500];

describe("what says nothing", () => {
  const broken = "some values are no loads (negative or not a number): shares of them say nothing";
  test.each<[string, readonly number[], string, number, boolean]>([
    ["no series", [], "the query returned nothing: no such series, or no traffic", 0, false],
    ["a value that is no number", [Number.NaN, 5_000, 1, 1], broken, 0, false],
    ["an infinite one", [Infinity, 5_000, 1, 1], broken, 0, false],
    ["a negative one", [-1, 5_000, 1, 1], broken, 0, false],
    ["nothing but zero", [0, 0, 0, 0], "0 events in 5 min are too few to tell (at least 1000)", 0, true],
    ["too few events", [999, 0, 0, 0], "999 events in 5 min are too few to tell (at least 1000)", 999, true],
  ])("%s", (_what, values, summary, volume, tooLittle) => {
    const judged = judge([values]);
    expect(judged).toMatchObject({ decides: false, verdict: "inconclusive", summary, flip: null });
    expect(judged.observed).toMatchObject({
      volume,
      maxShare: null,
      maxKey: null,
      bound: null,
      maxOverMedian: null,
      effectiveKeys: null,
      windowsHot: 0,
      hot: null,
      tooLittle,
      top: [],
    });
    expect(judged.evidence[0]).toEqual({ what: "share of the busiest key", value: null, unit: "ratio" });
  });

  test("zero events, where none are asked for, have no shares", () => {
    expect(judge([[0, 0, 0, 0]], { leastVolume: 0 })).toMatchObject({ decides: false, observed: { maxShare: null } });
  });

  test("three keys: none can be hot, but what they share is there for a condition", () => {
    const three = [9_800, 100, 100];
    const judged = judge([three, three, three]);
    expect(judged).toMatchObject({
      decides: true,
      verdict: "inconclusive",
      summary: "g0 takes 98 % of 3 keys: too few keys to call one hot",
      flip: null,
    });
    expect(judged.observed).toMatchObject({ maxShare: 0.98, hot: null, tooLittle: true });
    const four = [9_800, 100, 50, 50];
    expect(judge([four, four, four])).toMatchObject({
      verdict: "fail",
      summary: "g0 takes 98 % of 4 keys (limit 75 %), in all 3 windows of 5 min",
    });
  });

  test("no windows at all", () => {
    expect(judge([], {}, { keys: ["a", "b", "c", "d"] })).toMatchObject({
      decides: false,
      verdict: "inconclusive",
      summary: "0 events in 5 min are too few to tell (at least 1000)",
      observed: { hot: null, volume: 0, windowsHot: 0 },
    });
  });

  test("what Prometheus warns about, which is said", () => {
    const warnings = ["w1", "w2", "w3", "w4", "w5", "w6"];
    const judged = judge([HOT, HOT, HOT], {}, { warnings });
    expect(judged).toMatchObject({
      decides: false,
      verdict: "inconclusive",
      summary: "g0 takes 70 % of 5 keys, but Prometheus warns about its answer",
      flip: null,
    });
    expect(judged.observed.tooLittle).toBe(false);
    expect(judged.evidence.slice(-5)).toEqual(
      warnings.slice(0, 5).map((value) => ({ what: "Prometheus warns", value })),
    );
    expect(judge([[1, 1, 1, 1]], {}, { warnings }).observed.tooLittle).toBe(false);
  });
});

test("where more than half of the keys are idle there is no median to compare with", () => {
  expect(judge([[5_000, 1, 0, 0, 0]]).observed.maxOverMedian).toBeNull();
  expect(judge([[5_000, 2, 2, 0, 0]]).observed.maxOverMedian).toBe(2_500);
});

test("three remarks of Prometheus's are noted", () => {
  expect(judge([HOT], {}, { infos: ["i1", "i2", "i3", "i4"] }).notes).toEqual(["i1", "i2", "i3"]);
});

test("the evidence has at most ten windows", () => {
  const { evidence } = judge(Array.from({ length: 12 }, () => HOT));
  expect(evidence.filter(({ atMs }) => atMs !== undefined)).toHaveLength(10);
});

test("keys that may be ids of entities are hidden wherever they would stand; a key that is missing says so", () => {
  const keys = ["user-4711", "", "b", "c", "d"];
  const judged = judge([HOT, HOT, HOT], { label: "entity_id" }, { keys });
  expect(judged.summary).toContain(`${HIDDEN} takes 70 % of 5 keys`);
  expect(judged.observed.top.map(({ key }) => key)).toEqual([HIDDEN, "no entity_id", HIDDEN, HIDDEN, HIDDEN]);
  expect(JSON.stringify(judged)).not.toContain("4711");
});

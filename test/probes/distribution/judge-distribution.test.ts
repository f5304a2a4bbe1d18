import { describe, expect, test } from "vitest";
import { judge, NOW, WINDOW } from "./judged.ts";

/** 4,000 of 10,000 on one of ten keys: 40 %, where 30 % is three times the even share. */
const HOT = [4_000, 1_000, 1_000, 1_000, 500, 500, 500, 500, 500, 500];
const EVEN = HOT.map(() => 1_000);

test("a hot key in all windows: the whole judgement", () => {
  const { observed, evidence, ...rest } = judge([HOT, HOT, HOT]);
  expect(rest).toEqual({
    decides: true,
    verdict: "fail",
    summary: "g0 takes 40 % of 10 keys (limit 30 %), in all 3 windows of 5 min",
    flip: "a share of the busiest key of at most 30 % in any window",
    notes: [],
  });
  const { bound, effectiveKeys, ...plain } = observed;
  expect(bound).toBeCloseTo(0.3, 12);
  // Σp² = 0.16 + 3·0.01 + 6·0.0025.
  expect(effectiveKeys).toBeCloseTo(1 / 0.205, 9);
  const top = [0.4, 0.1, 0.1, 0.1, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05].map((share, index) => ({
    key: `g${index}`,
    share,
  }));
  expect(plain).toEqual({
    keys: 10,
    volume: 10_000,
    maxShare: 0.4,
    maxKey: "g0",
    // The median of the ten is between 500 and 500.
    maxOverMedian: 8,
    windowsHot: 3,
    hot: true,
    tooLittle: false,
    top,
  });
  expect(evidence).toEqual([
    { what: "share of the busiest key", value: 0.4, limit: bound, unit: "ratio" },
    ...top
      .slice(0, 5)
      .map(({ key, share }) => ({ what: `share of feature_group ${key}`, value: share, unit: "ratio" })),
    ...[0, 1, 2].map((ago) => ({ what: "events in the window that ends", value: 10_000, atMs: NOW - ago * WINDOW })),
  ]);
});

test("an even spread passes, and says above what it would not", () => {
  expect(judge([EVEN, EVEN, EVEN])).toMatchObject({
    decides: true,
    verdict: "pass",
    summary: "g0 takes 10 % of 10 keys, none is hot (limit 30 %)",
    flip: "a share of the busiest key above 30 % in every window",
    observed: { hot: false, windowsHot: 0, tooLittle: false, maxOverMedian: 1 },
  });
});

test("the keys are ranked by their share, and ten of them are shown", () => {
  const rising = Array.from({ length: 12 }, (_, index) => (index + 1) * 100);
  const { observed } = judge([rising]);
  expect(observed.top.map(({ key }) => key)).toEqual("g11 g10 g9 g8 g7 g6 g5 g4 g3 g2".split(" "));
  expect(observed.maxKey).toBe("g11");
});

test("a share that is exactly the limit is not above it", () => {
  // Of four keys three times the even share is 75 %.
  expect(judge([[7_500, 2_500, 0, 0]], { leastVolume: 1 }).observed).toMatchObject({ maxShare: 0.75, hot: false });
});

describe("over several windows", () => {
  const few = HOT.map((value) => value / 100);
  test.each<[string, readonly (readonly number[])[], string, boolean | null, number, string]>([
    ["hot now and before", [HOT, HOT, EVEN], "pass", false, 2, "(limit 30 %), but only in 2 of 3 windows of 5 min"],
    ["cool now, hot before", [EVEN, HOT, HOT], "pass", false, 0, "none is hot (limit 30 %)"],
    [
      "hot now, and before too few events",
      [HOT, few, few],
      "inconclusive",
      null,
      1,
      "(limit 30 %) in 1 of 3 windows of 5 min; before, there is too little to tell",
    ],
    [
      "one cool window is enough, whatever cannot be told of another",
      [HOT, few, EVEN],
      "pass",
      false,
      1,
      "but only in 1 of 3 windows",
    ],
    [
      "what cannot be told now is not told by before",
      [few, EVEN, HOT],
      "inconclusive",
      null,
      0,
      "100 events in 5 min are too few to tell (at least 1000)",
    ],
  ])("%s", (_what, windows, verdict, hot, windowsHot, words) => {
    const judged = judge(windows);
    expect(judged.verdict).toBe(verdict);
    expect(judged.observed).toMatchObject({ hot, windowsHot });
    expect(judged.summary).toContain(words);
    expect(judged.flip === null).toBe(hot === null);
  });

  test("the key that is busiest now is the one that is followed", () => {
    const other = HOT.toReversed();
    expect(judge([other, HOT, HOT]).observed).toMatchObject({ maxKey: "g9", hot: false, windowsHot: 1 });
    expect(judge([other, other, other]).observed).toMatchObject({ maxKey: "g9", hot: true, windowsHot: 3 });
  });
});

describe("the volume", () => {
  test("of rates is what they come to in a window", () => {
    // 10 a second of each of ten keys, for 300 s.
    const rates = HOT.map(() => 10);
    expect(judge([rates], { values: "per-second" }).observed.volume).toBe(30_000);
    expect(judge([rates], { values: "count", leastVolume: 1 }).observed.volume).toBe(100);
  });

  test.each([
    [10_000, true],
    [10_001, false],
  ])("of 10,000 is enough where %d are asked for: %j", (leastVolume, enough) => {
    expect(judge([HOT, HOT, HOT], { leastVolume })).toMatchObject({
      decides: enough,
      verdict: enough ? "fail" : "inconclusive",
    });
  });

  test("with few events the limit is wider: the even share itself scatters", () => {
    // 0.1 + 4·sqrt(0.1·0.9/36) = 0.3, at 16 events 0.4.
    const small = HOT.map((value) => (value * 16) / 10_000);
    expect(judge([small], { leastVolume: 10 }).observed.bound).toBeCloseTo(0.4, 9);
  });

  test("is said in whole events", () => {
    const { summary, evidence } = judge([[0.4, 0.4, 0.4, 0.4]]);
    expect(summary).toBe("2 events in 5 min are too few to tell (at least 1000)");
    expect(evidence.at(-1)).toEqual({ what: "events in the window that ends", value: 2, atMs: NOW });
  });
});

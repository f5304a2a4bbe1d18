import { describe, expect, test } from "vitest";
import { OVERS, seriesVerdict, type SampleRules } from "../../../src/probes/prometheus/sample-verdict.ts";
import { facts, judge } from "./query-fixtures.ts";

const rules: SampleRules = {
  onNaN: "inconclusive",
  allowInfinite: true,
  judgeNumber: (value) => (value > 0.1 ? "fail" : "pass"),
};

test.each(OVERS)("no value at all never passes and never fails: %s", (over) => {
  expect(seriesVerdict([], over, rules)).toBe("inconclusive");
});

test.each(["max", "min", "sum"] as const)("a NaN among the values makes their %s one", (over) => {
  const values = [0.02, Number.NaN, 0.5, Number.POSITIVE_INFINITY];
  expect(seriesVerdict(values, over, rules)).toBe("inconclusive");
  expect(seriesVerdict(values, over, { ...rules, onNaN: "fail" })).toBe("fail");
});

describe("the series that are listed", () => {
  const listed = (values: readonly number[]) =>
    judge(facts(values), { over: "any" }).observed["series"] as { labels: { pod: string }; value: number | null }[];
  const { NaN: none, POSITIVE_INFINITY: infinite } = Number;

  test.each([
    [
      [0.2, none, 0.9],
      [0.9, 0.2, null],
    ],
    [
      [none, 0.2, none, 0.9, 0.5],
      [0.9, 0.5, 0.2, null, null],
    ],
    [
      [0.2, -infinite, infinite, 0.9],
      [null, 0.9, 0.2, null],
    ],
  ])("of %j the highest come first, and what is no number last", (values, shown) => {
    expect(listed(values).map(({ value }) => value)).toEqual(shown);
  });

  test("the highest is among the ten whatever stands before it", () => {
    expect(listed([0.2, ...Array.from({ length: 11 }, () => none), 0.9])[0]).toEqual({
      labels: { pod: "pod-12" },
      value: 0.9,
    });
  });

  test("equal ones stay in the answer's order", () => {
    const pods = listed([0.2, 0.5, 0.2, 0.5, infinite, infinite]).map(({ labels }) => labels.pod);
    expect(pods).toEqual(["pod-4", "pod-5", "pod-1", "pod-3", "pod-0", "pod-2"]);
  });
});

import { describe, expect, it } from "vitest";
import { ask, calculate, everyQuarterMinute } from "./ask.ts";

const gauges = [-2.5, 0.4, Number.NaN].map((value, index) =>
  everyQuarterMinute({ __name__: "x", i: `${index}` }, [value]),
);
const values = (query: string) => ask(query, gauges, 0).map((text) => text.slice(text.indexOf("} ") + 2));

describe("functions of elements", () => {
  it.each([
    ["abs(x)", ["2.5", "0.4", "NaN"]],
    ["ceil(x)", ["-2", "1", "NaN"]],
    ["floor(x)", ["-3", "0", "NaN"]],
    ["round(x)", ["-2", "0", "NaN"]],
    ["round(x, 0.3)", ["-2.4", "0.3", "NaN"]],
    ["sgn(x)", ["-1", "1", "NaN"]],
    ["clamp_min(x, 0)", ["0", "0.4", "NaN"]],
    ["clamp_max(x, 0)", ["-2.5", "0", "NaN"]],
    ["clamp(x, -1, 0.1)", ["-1", "0.1", "NaN"]],
    ["clamp(x, 1, 0)", []],
    ["clamp_min(x, Inf)", ["+Inf", "+Inf", "+Inf"]],
    ["sort(x)", ["-2.5", "0.4", "NaN"]],
    ["sort_desc(x)", ["0.4", "-2.5", "NaN"]],
  ])("%s is %j", (query, expected) => {
    expect(values(query)).toEqual(expected);
  });
});

describe("absent", () => {
  it("answers with the labels that were asked for by =, each once", () => {
    expect(ask('absent(y{job="api",pod=~"a.*",zone!="x"})', gauges, 0)).toEqual(['{job="api"} 1']);
    expect(ask('absent(y{job="api",job="web",zone="z"})', gauges, 0)).toEqual(['{zone="z"} 1']);
    expect(ask("absent(sum(y))", gauges, 0)).toEqual(["{} 1"]);
    expect(ask("absent(x)", gauges, 0)).toEqual([]);
  });
});

describe("conversions", () => {
  it("go between scalars, vectors and times", () => {
    expect(ask("time()", [], 90.5)).toEqual(["90.5"]);
    expect(ask("vector(time())", [], 90)).toEqual(["{} 90"]);
    expect(ask('scalar(x{i="1"}) * 2', gauges, 0)).toEqual(["0.8"]);
    expect(calculate("scalar(vector(3))")).toBe("3");
    expect(ask("scalar(x)", gauges, 0)).toEqual(["NaN"]);
    expect(ask('timestamp(x{i="1"})', gauges, 100)).toEqual(['{i="1"} 0']);
    expect(ask('timestamp(x{i="1"} * 1)', gauges, 100)).toEqual(['{i="1"} 100']);
  });
});

describe("histogram_quantile", () => {
  const histogram = (counts: Record<string, number>) =>
    Object.entries(counts).map(([le, count]) => everyQuarterMinute({ __name__: "b", le, job: "api" }, [count]));
  const quantile = (q: number, counts: Record<string, number>) =>
    ask(`histogram_quantile(${q}, b)`, histogram(counts), 0);

  it("interpolates within the bucket that holds the rank", () => {
    const counts = { "1": 10, "2": 30, "4": 40, "+Inf": 50 };
    // Rank 20 of 50 is half-way from 10 to 30; rank 5 is half of the first bucket, which begins at zero.
    expect(quantile(0.4, counts)).toEqual(['{job="api"} 1.5']);
    expect(quantile(0.1, counts)).toEqual(['{job="api"} 0.5']);
    expect(quantile(0.9, counts)).toEqual(['{job="api"} 4']);
    expect(quantile(1.1, counts)).toEqual(['{job="api"} +Inf']);
  });

  it("knows no answer without observations, an infinite bucket, or a second bucket", () => {
    for (const counts of [{ "1": 0, "+Inf": 0 }, { "1": 1, "2": 2 }, { "+Inf": 5 }]) {
      expect(quantile(0.5, counts)).toEqual(['{job="api"} NaN']);
    }
    expect(quantile(0.5, { low: 3 })).toEqual([]);
  });

  it("lifts buckets that hold fewer than a lower one", () => {
    expect(quantile(0.5, { "1": 10, "2": 8, "4": 20, "+Inf": 20 })).toEqual(['{job="api"} 1']);
  });

  it("gives a bound below zero as it is", () => {
    expect(quantile(0.1, { "-1": 10, "+Inf": 20 })).toEqual(['{job="api"} -1']);
  });
});

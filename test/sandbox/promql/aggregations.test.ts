import { describe, expect, it } from "vitest";
import { ask, everyQuarterMinute, failureOf } from "./ask.ts";

const values = { a: 4, b: 1, c: 9, d: 2 };
const series = Object.entries(values).map(([pod, value], index) =>
  everyQuarterMinute({ __name__: "load", pod, zone: index < 2 ? "x" : "y" }, [value]),
);
const withNaN = [...series, everyQuarterMinute({ __name__: "load", pod: "e", zone: "y" }, [Number.NaN])];

describe("aggregations", () => {
  it.each([
    ["sum(load)", ["{} 16"]],
    ["sum by (zone) (load)", ['{zone="x"} 5', '{zone="y"} 11']],
    ["sum(load) without (pod)", ['{zone="x"} 5', '{zone="y"} 11']],
    ["avg by (zone) (load)", ['{zone="x"} 2.5', '{zone="y"} 5.5']],
    ["min(load)", ["{} 1"]],
    ["max(load)", ["{} 9"]],
    ["count by (nowhere) (load)", ["{} 4"]],
    ["group by (zone) (load)", ['{zone="x"} 1', '{zone="y"} 1']],
    ["stdvar(load)", ["{} 9.5"]],
    ["stddev by (zone) (load)", ['{zone="x"} 1.5', '{zone="y"} 3.5']],
    ["quantile(0.5, load)", ["{} 3"]],
    ["quantile(-0.1, load)", ["{} -Inf"]],
    ["sum(missing)", []],
    ["count by (__name__) (load)", ['{__name__="load"} 4']],
  ])("%s gives %j", (query, expected) => {
    expect(ask(query, series, 0)).toEqual(expected);
  });

  it("give NaN for sums and leave it for extremes", () => {
    expect(ask("sum(load)", withNaN, 0)).toEqual(["{} NaN"]);
    expect(ask("max(load)", withNaN, 0)).toEqual(["{} 9"]);
    expect(ask("min(load)", withNaN, 0)).toEqual(["{} 1"]);
  });

  it("sum small parts of large values exactly", () => {
    const parts = [1, 1e100, 1, -1e100].map((value, index) =>
      everyQuarterMinute({ __name__: "x", i: `${index}` }, [value]),
    );
    expect(ask("sum(x)", parts, 0)).toEqual(["{} 2"]);
  });

  it("do not overflow in a mean", () => {
    const large = [1e308, 1e308, 1e308].map((value, index) =>
      everyQuarterMinute({ __name__: "x", i: `${index}` }, [value]),
    );
    expect(ask("avg(x) / 1e308", large, 0)).toEqual(["{} 1"]);
  });
});

describe("topk and bottomk", () => {
  const pods = (query: string) => ask(query, withNaN, 0).map((text) => /pod="(.)"/.exec(text)?.[1]);

  it("keep labels and put the most extreme first, NaN last", () => {
    expect(ask("topk(1, load)", withNaN, 0)).toEqual(['{__name__="load", pod="c", zone="y"} 9']);
    expect(pods("topk(3, load)")).toEqual(["c", "a", "d"]);
    expect(pods("bottomk(2.9, load)")).toEqual(["b", "d"]);
    expect(pods("topk(9, load)")).toEqual(["c", "a", "d", "b", "e"]);
    expect(pods("topk by (zone) (1, load)")).toEqual(["a", "c"]);
    expect(pods("topk(0, load)")).toEqual([]);
  });

  it("refuse a k that is no number of elements", () => {
    expect(failureOf(() => pods("topk(NaN, load)")).message).toBe("Parameter value is NaN");
    expect(failureOf(() => pods("topk(Inf, load)")).message).toBe("Scalar value +Inf overflows int64");
  });
});

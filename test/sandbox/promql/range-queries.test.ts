import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePromQL, promQLSubset } from "../../../src/sandbox/promql/promql.ts";
import { agreementSeries } from "./agreement-series.ts";
import { difference } from "./answer.ts";
import { ask, askRange, everyQuarterMinute, failureOf } from "./ask.ts";
import { memorySource } from "./memory-source.ts";
import { question } from "./query-arbitrary.ts";
import { sandboxAnswer } from "./sandbox-answer.ts";

const late = everyQuarterMinute({ __name__: "x", pod: "late" }, [undefined, undefined, 7]);
const early = everyQuarterMinute({ __name__: "x", pod: "early" }, [1, "stale"]);

describe("a range query", () => {
  it("evaluates each step, both ends included, and leaves gaps", () => {
    expect(askRange("x", [late, early], [0, 35, 15])).toEqual([
      { labels: { __name__: "x", pod: "early" }, values: [[0, 1]] },
      { labels: { __name__: "x", pod: "late" }, values: [[30_000, 7]] },
    ]);
    expect(askRange("time()", [], [10, 20, 5])).toEqual([
      {
        labels: {},
        values: [
          [10_000, 10],
          [15_000, 15],
          [20_000, 20],
        ],
      },
    ]);
    expect(askRange("x", [late], [10, 5, 5])).toEqual([]);
  });

  it("refuses a range vector and a step that goes nowhere", () => {
    expect(failureOf(() => askRange("x[1m]", [late], [0, 60, 15])).message).toContain(
      "must be Scalar or instant Vector",
    );
    expect(failureOf(() => askRange("x", [late], [0, 60, 0])).message).toContain("zero or negative");
  });

  it("takes series for duplicates that have no step in common where their function is one of whole series", () => {
    const series = [late, everyQuarterMinute({ __name__: "y", pod: "late" }, [3, "stale"])];
    const query = 'last_over_time({__name__=~"x|y"}[10s])';
    expect(askRange(query, series, [0, 30, 30])).toHaveLength(2);
    expect(failureOf(() => askRange(`max_over_time(${query.slice(15)}`, series, [0, 30, 30])).message).toContain(
      "same labelset",
    );
    expect(askRange('abs({__name__=~"x|y"})', series, [0, 30, 30])).toEqual([
      {
        labels: { pod: "late" },
        values: [
          [0, 3],
          [30_000, 7],
        ],
      },
    ]);
  });

  it("agrees with instant queries at each step", () => {
    const source = memorySource(agreementSeries());
    let compared = 0;
    fc.assert(
      fc.property(question, ({ query, startMs }) => {
        const endMs = startMs + 3 * 67_000;
        const whole = sandboxAnswer({ query, startMs, range: { endMs, stepMs: 67_000 } }, source);
        if (whole.type === "failure") return;
        for (let tMs = startMs; tMs <= endMs; tMs += 67_000) {
          const instant = sandboxAnswer({ query, startMs: tMs, range: undefined }, source);
          const series = whole.series.flatMap(({ labels, values }) => {
            const at = values.filter(([time]) => time === tMs);
            return at.length === 0 ? [] : [{ labels, values: at }];
          });
          expect(
            difference({ type: "matrix", series }, { ...instant, type: "matrix" } as typeof whole, false),
          ).toBeUndefined();
          compared += series.length;
        }
      }),
      { seed: 4, numRuns: 150 },
    );
    expect(compared).toBeGreaterThan(500);
  });
});

it("the list of the subset names functions that can be parsed", () => {
  const functions = promQLSubset.find(({ part }) => part === "functions")?.supported ?? [];
  expect(functions).toContain("rate");
  expect(functions).toContain("histogram_quantile");
  for (const name of functions) expect(failureOf(() => parsePromQL(`${name}(1, 2, 3, 4)`)).kind).toBe("parse");
  expect(ask("1", [], 0)).toEqual(["1"]);
});

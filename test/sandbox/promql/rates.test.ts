import { describe, expect, it } from "vitest";
import type { Series } from "../../../src/sandbox/promql/promql.ts";
import { ask, everyQuarterMinute } from "./ask.ts";

const labels = { __name__: "hits_total" };
const value = (query: string, series: Series, atSeconds: number) => ask(query, [series], atSeconds);
const steady = everyQuarterMinute(labels, [100, 110, 120, 130, 140]);

describe("rate and increase", () => {
  it("extend to both ends when samples are due there", () => {
    // Within (0 s, 60 s] 30 more in the 45 s from 15 s to 60 s; the first 15 s are less than 1.1 distances: 30 * 60 / 45.
    expect(value("increase(hits_total[1m])", steady, 60)).toEqual(["{} 40"]);
    expect(value("rate(hits_total[1m])", steady, 60)).toEqual(["{} 0.6666666666666666"]);
  });

  it("extend by half a distance where the series begins or ends inside", () => {
    // Samples at 0, 15, 30, 45, 60 within (-60 s, 75 s]: 60 s before are too many and become 7.5, the 15 s behind count.
    expect(value("increase(hits_total[135s])", steady, 75)).toEqual(["{} 55"]);
    // 30 s behind are 2 distances, and become 7.5 too: 40 * (60 + 7.5 + 7.5) / 60.
    expect(value("increase(hits_total[150s])", steady, 90)).toEqual(["{} 50"]);
  });

  it("do not extend a counter below zero", () => {
    // 5 at first and 10 each 15 s: zero was 7.5 s before the first sample, not 15 s. 20 * (30 + 7.5) / 30.
    const young = everyQuarterMinute(labels, [undefined, 5, 15, 25]);
    expect(value("increase(hits_total[45s])", young, 45)).toEqual(["{} 25"]);
    // A gauge may have been anything: 20 * (30 + 15) / 30.
    expect(value("delta(hits_total[45s])", young, 45)).toEqual(["{} 30"]);
  });

  it("take a fall as a restart from zero", () => {
    // 110 → 120, restart, 5 → 15: 10 + 5 + 10 within 45 s, extended to 60 s.
    const restarted = everyQuarterMinute(labels, [100, 110, 120, 5, 15]);
    expect(value("increase(hits_total[1m])", restarted, 60)).toEqual(["{} 33.33333333333333"]);
    expect(value("resets(hits_total[1m])", restarted, 60)).toEqual(["{} 1"]);
    expect(value("delta(hits_total[1m])", restarted, 60)).toEqual(["{} -126.66666666666666"]);
  });

  it("need two samples", () => {
    expect(value("rate(hits_total[15s])", steady, 60)).toEqual([]);
    expect(value("irate(hits_total[15s])", steady, 60)).toEqual([]);
  });
});

describe("irate and idelta", () => {
  it("look at the last two samples only", () => {
    const uneven = everyQuarterMinute(labels, [0, 5, 35]);
    expect(value("irate(hits_total[1m])", uneven, 50)).toEqual(["{} 2"]);
    expect(value("idelta(hits_total[1m])", uneven, 50)).toEqual(["{} 30"]);
  });

  it("differ in a restart: all of the new value, and the fall itself", () => {
    const restarted = everyQuarterMinute(labels, [100, 30]);
    expect(value("irate(hits_total[1m])", restarted, 15)).toEqual(["{} 2"]);
    expect(value("idelta(hits_total[1m])", restarted, 15)).toEqual(["{} -70"]);
  });
});

it("aggregations over time work on the samples as they are", () => {
  const gauge = everyQuarterMinute({ __name__: "hits_total", pod: "a" }, [1, Number.NaN, 4, 4, 7]);
  const of = (name: string) => ask(`${name}_over_time(hits_total[1m])`, [gauge], 60).join();
  expect(of("min")).toBe('{pod="a"} 4');
  expect(of("max")).toBe('{pod="a"} 7');
  expect(of("sum")).toBe('{pod="a"} NaN');
  expect(of("count")).toBe('{pod="a"} 4');
  expect(of("last")).toBe('{__name__="hits_total", pod="a"} 7');
  expect(ask("avg_over_time(hits_total[45s])", [gauge], 60)).toEqual(['{pod="a"} 5']);
  expect(ask("changes(hits_total[1m])", [gauge], 60)).toEqual(['{pod="a"} 2']);
  expect(ask("quantile_over_time(0.5, hits_total[45s])", [gauge], 60)).toEqual(['{pod="a"} 4']);
});

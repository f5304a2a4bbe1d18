import { expect, test } from "vitest";
import type { PrometheusClient } from "../../../src/clients/prometheus-client.ts";
import { gatherDistribution } from "../../../src/probes/distribution/distribution-facts.ts";

const NOW = Date.parse("2026-11-22T03:00:00Z");

/** What each key counted, by windows before now: series of one key add up, one without the label has the key "". */
const SERIES: Readonly<Record<number, readonly (readonly [string | null, number])[]>> = {
  0: [
    ["a", 1],
    ["b", 2],
    ["a", 4],
    [null, 8],
  ],
  1: [
    ["gone", 100],
    ["b", 16],
  ],
  2: [
    [null, 32],
    ["a", 64],
  ],
};

test("the keys are those of now, and each window before is counted for them", async () => {
  const query: PrometheusClient["query"] = async (text, _signal, atMs) => {
    // How old its samples are is asked apart.
    if (text !== "x") return { result: [], warnings: ["not of the query"], infos: [] };
    const before = (NOW - (atMs ?? NOW)) / 60_000;
    return {
      result: (SERIES[before] ?? []).map(([key, value]) => ({
        labels: key === null ? {} : { k: key },
        value,
        atMs: NOW,
      })),
      warnings: ["for all", `w${before}`],
      infos: ["for all", `i${before}`],
    };
  };
  const question = { query: "x", label: "k", windowMs: 60_000, windows: 3, nowMs: NOW };
  expect(await gatherDistribution({ query } as PrometheusClient, question, new AbortController().signal)).toEqual({
    keys: ["a", "b", ""],
    windows: [
      { endAtMs: NOW, values: [5, 2, 8] },
      { endAtMs: NOW - 60_000, values: [0, 16, 0] },
      { endAtMs: NOW - 120_000, values: [64, 0, 32] },
    ],
    windowMs: 60_000,
    warnings: ["for all", "w0", "w1", "w2"],
    infos: ["for all", "i0", "i1", "i2"],
    ageMs: 0,
  });
});

test("now is asked without a time, so that nothing is missed that Prometheus has by then", async () => {
  const asked: (number | undefined)[] = [];
  const query: PrometheusClient["query"] = async (_text, _signal, atMs) => {
    asked.push(atMs);
    return { result: [], warnings: [], infos: [] };
  };
  const question = { query: "rate(x[1m])", label: "k", windowMs: 60_000, windows: 2, nowMs: NOW };
  await gatherDistribution({ query } as PrometheusClient, question, new AbortController().signal);
  expect(asked).toEqual([undefined, NOW - 60_000]);
});

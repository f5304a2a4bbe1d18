import { expect, test } from "vitest";
import { ClientError } from "../../../src/clients/client-error.ts";
import type { PrometheusClient } from "../../../src/clients/prometheus-client.ts";
import { presentSelectors } from "../../../src/probes/prometheus/present-selectors.ts";
import { presentSample } from "../../../src/probes/prometheus/present-sample.ts";
import { prometheusQuery } from "../../../src/probes/prometheus-query.ts";

const NOW = 1_700_000_000_000;
const { signal } = new AbortController();

test.each([
  ["up", ["up"]],
  ['sum(up{job="kv"}) / count(up{job="kv"})', ['up{job="kv"}']],
  ["sum(rate(errors[2m])) / sum(rate(total[2m]))", []],
  ["rate(errors[2m]) / on() workers", ["workers"]],
  ["max_over_time(lag[5m:1m])", ["lag"]],
  ["lag offset 1h", ["lag"]],
  ["vector(1)", []],
  ["1 + 1", []],
])("the present samples that %s shows", (query, selectors) => {
  expect(presentSelectors(query)).toEqual(selectors);
});

/** A Prometheus that scraped each of these selectors so long ago; of others it does not know. */
function scraped(agesSeconds: Readonly<Record<string, number>>): PrometheusClient {
  return {
    vantage: "from here",
    displayUrl: "http://prom",
    query: async (query) => {
      const [, selector = null] = /^min\(timestamp\((.*)\)\)$/.exec(query) ?? [];
      const age = selector === null ? 0 : agesSeconds[selector];
      const value = selector === null ? 1 : NOW / 1_000 - (age ?? 0);
      return { result: age === undefined ? [] : [{ labels: {}, value, atMs: NOW }], warnings: [], infos: [] };
    },
    queryRange: async () => ({ result: [], warnings: [], infos: [] }),
  };
}

test("the oldest sample counts, and what is not there has no age", async () => {
  const both = await presentSample(scraped({ up: 12.5, lag: 290 }), "up + lag + absent_series", signal);
  expect(both).toEqual({ ageMs: 290_000, takenAtMs: NOW - 290_000 });
  expect(await presentSample(scraped({}), "rate(errors[2m])", signal)).toEqual({ ageMs: 0, takenAtMs: null });
});

test("a value with a range in it moves with the time of the question", async () => {
  const shown = await presentSample(scraped({ workers: 20 }), "rate(errors[2m]) / on() workers", signal);
  expect(shown).toEqual({ ageMs: 20_000, takenAtMs: null });
});

test("the time of a sample is told by itself, whenever it is asked", async () => {
  const askedAt = (atMs: number) => ({
    query: async () => ({ result: [{ labels: {}, value: 1_699_999_990.123, atMs }], warnings: [], infos: [] }),
  });
  const at = async (atMs: number) => (await presentSample(askedAt(atMs), "up", signal)).takenAtMs;
  expect([await at(NOW), await at(NOW + 7), await at(NOW + 4_321)]).toEqual(Array(3).fill(1_699_999_990_123));
});

test("an age that cannot be told is the oldest that may be", async () => {
  const query = () => Promise.reject(new ClientError("invalid", "no such function", "correct the query"));
  expect(await presentSample({ query }, "up", signal)).toEqual({ ageMs: 300_000, takenAtMs: null });
});

test("a fault of our own is no age", async () => {
  const query = () => Promise.reject(new TypeError("our fault"));
  await expect(presentSample({ query }, "up", signal)).rejects.toThrow("our fault");
});

test("a value of the present that was scraped before a change is no sample from after it", async () => {
  const doors = { prometheus: async () => scraped({ lag: 240 }) } as never;
  const args = prometheusQuery.args.parse({ query: "max(lag)" });
  const gathered = await prometheusQuery.gather(args, { doors, nowMs: NOW, signal });
  expect([gathered.windowStartMs, gathered.sampledAtMs]).toEqual([NOW - 240_000, NOW - 240_000]);
});

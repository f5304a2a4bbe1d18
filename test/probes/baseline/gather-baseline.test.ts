import { expect, test } from "vitest";
import type { PrometheusClient } from "../../../src/clients/prometheus-client.ts";
import { gatherBaseline } from "../../../src/probes/baseline/baseline-facts.ts";

const NOW = Date.parse("2026-11-22T03:00:00Z");
const HOUR = 3_600_000;

test("the query is asked now and at each earlier time; what Prometheus remarks on any of them is said once", async () => {
  const asked: (number | undefined)[] = [];
  const query: PrometheusClient["query"] = async (text, _signal, atMs) => {
    // How old its samples are is asked apart.
    if (text !== "x") return { result: [], warnings: ["not of the query"], infos: [] };
    asked.push(atMs);
    const before = atMs === undefined ? "now" : `${(NOW - atMs) / HOUR} h`;
    const value = atMs === undefined ? 1 : (NOW - atMs) / HOUR;
    return {
      result: [{ labels: {}, value, atMs: atMs ?? NOW }],
      warnings: ["for all", `w ${before}`],
      infos: ["for all", `i ${before}`],
    };
  };
  const facts = await gatherBaseline(
    { query } as PrometheusClient,
    { query: "x", offsetsMs: [2 * HOUR, 5 * HOUR], nowMs: NOW },
    new AbortController().signal,
  );
  expect(asked).toEqual([undefined, NOW - 2 * HOUR, NOW - 5 * HOUR]);
  expect(facts.samples).toEqual([{ labels: {}, value: 1, atMs: NOW }]);
  expect(facts.earlier).toEqual(
    [2, 5].map((hours) => ({
      offsetMs: hours * HOUR,
      atMs: NOW - hours * HOUR,
      samples: [{ labels: {}, value: hours, atMs: NOW - hours * HOUR }],
    })),
  );
  expect(facts.warnings).toEqual(["for all", "w now", "w 2 h", "w 5 h"]);
  expect(facts.infos).toEqual(["for all", "i now", "i 2 h", "i 5 h"]);
});

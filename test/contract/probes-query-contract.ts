import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { queryObserved } from "../../src/probes/prometheus/query-observed.ts";
import { check, TEN_PERCENT, type ProbeWorld } from "./probes-world.ts";

/** A world with two kinds of traffic: more than 10 % errors since at most ten minutes, or nearly none. */
export type Traffic = "failing" | "healthy";

export const ERROR_RATIO =
  "(sum(rate(feature_lookup_errors_total[2m])) or 0 * sum(rate(feature_lookups_total[2m]))) / sum(rate(feature_lookups_total[2m]))";

/** What `prometheus.query` must say of the same traffic in every world. */
export function queryContract(start: (traffic: Traffic) => Promise<Pick<ProbeWorld, "doors" | "now" | "close">>): void {
  describe.each(["failing", "healthy"] as const)("%s traffic", (traffic) => {
    let world: Awaited<ReturnType<typeof start>>;
    beforeAll(async () => {
      world = await start(traffic);
    });
    afterAll(() => world?.close());
    const query = (query: string, args = {}, expectation = TEN_PERCENT) =>
      check(world, "prometheus.query", { query, ...args }, { expect: expectation });

    test("the alert's own value, and since when it is beyond the limit", async () => {
      const result = await query(ERROR_RATIO, { unit: "ratio", phrase: "of lookups fail" });
      const observed = queryObserved.parse(result.observed);
      expect(observed).toMatchObject({ threshold: 0.1, seriesTotal: 1 });
      expect(result.verdict).toBe(traffic === "failing" ? "fail" : "pass");
      expect(result.summary).toMatch(/^[\d.]+ % of lookups fail \(limit 10 %\)$/);
      expect(result.sampledAtMs - result.windowStartMs).toBe(120_000);
      if (traffic === "healthy") {
        expect(observed.onsetAt).toBeNull();
        expect(observed.value).toBeLessThan(0.1);
        return;
      }
      const onsetMs = Date.parse(observed.onsetAt ?? "");
      expect(observed.value).toBeGreaterThan(0.1);
      expect(onsetMs).toBeGreaterThan(world.now() - 600_000);
      expect(onsetMs).toBeLessThan(world.now());
    });

    test("a value of the present is of when it was scraped, and the same one however often it is read", async () => {
      const counter = "sum(feature_lookups_total)";
      const { sampledAtMs } = await query(counter);
      const prometheus = await world.doors.prometheus();
      const scraped = "min(timestamp(feature_lookups_total))";
      const { result } = await prometheus.query(scraped, new AbortController().signal, sampledAtMs);
      expect(result.map(({ value }) => Math.round(value * 1_000))).toEqual([sampledAtMs]);
    });

    test("series that do not exist say nothing", async () => {
      const result = await query("sum(rate(no_such_metric_total[2m]))");
      expect(result).toMatchObject({ verdict: "inconclusive", observed: { value: null, seriesTotal: 0 }, error: null });
    });

    test("several series need a word on them", async () => {
      const each = "sum by (feature_group) (rate(feature_lookups_total[2m]))";
      const plain = await query(each);
      const count = Number(plain.observed["seriesTotal"]);
      expect(plain.verdict).toBe("inconclusive");
      expect(count).toBeGreaterThan(1);
      expect(plain.summary).toContain(`${count} series`);
      const [all, sum] = await Promise.all([
        query(each, { over: "sum" }),
        query("sum(rate(feature_lookups_total[2m]))"),
      ]);
      const total = Number(sum.observed["value"]);
      expect(Math.abs(Number(all.observed["value"]) - total)).toBeLessThan(0.05 * total);
    });

    test("NaN says nothing, an infinite value fails", async () => {
      expect(await query("sum(rate(feature_lookups_total[2m])) * 0 / 0")).toMatchObject({
        verdict: "inconclusive",
        observed: { value: null },
      });
      expect(await query("sum(rate(feature_lookups_total[2m])) / 0")).toMatchObject({
        verdict: "fail",
        observed: { value: null },
      });
    });

    test("a query that Prometheus refuses is an error, with its words", async () => {
      // Without a window it would not be asked: nobody knows how far back it looks.
      const result = await query("sum(rate(feature_lookups_total[2m])", { window: "2m" });
      expect(result).toMatchObject({ verdict: "error", error: { code: "invalid" } });
    });
  });
}

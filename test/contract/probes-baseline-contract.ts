import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { baselineObserved } from "../../src/probes/baseline/baseline-observed.ts";
import { ERROR_RATIO, type Traffic } from "./probes-query-contract.ts";
import { check, type ProbeWorld } from "./probes-world.ts";

const LOOKUPS = "sum(rate(feature_lookups_total[2m]))";
const DOUBLED = { fail: "ratio > 2", pass: null, warn: null };
/** Before the errors began, and in the past of every world. */
const BEFORE = ["20m", "25m", "30m"];

/** What `prometheus.baseline` must say of the same traffic in every world. */
export function baselineContract(
  start: (traffic: Traffic) => Promise<Pick<ProbeWorld, "doors" | "now" | "close">>,
): void {
  describe.each(["failing", "healthy"] as const)("%s traffic against its past", (traffic) => {
    let world: Awaited<ReturnType<typeof start>>;
    beforeAll(async () => {
      world = await start(traffic);
    });
    afterAll(() => world?.close());
    const compare = (query: string, args = {}) =>
      check(world, "prometheus.baseline", { query, against: BEFORE, ...args }, { expect: DOUBLED });

    test("traffic that did not change is once its past", async () => {
      const result = await compare(LOOKUPS, { unit: "per-second", phrase: "lookups" });
      const observed = baselineObserved.parse(result.observed);
      expect(result.verdict).toBe("pass");
      expect(observed).toMatchObject({ samples: 3, expectedSamples: 3 });
      expect(observed.ratio).toBeGreaterThan(0.8);
      expect(observed.ratio).toBeLessThan(1.25);
      expect(observed.ratio).toBeCloseTo((observed.value ?? 0) / (observed.baseline ?? 0), 9);
    });

    test("errors that began since are many times their past", async () => {
      const result = await compare(`0.01 + (${ERROR_RATIO})`);
      expect(result.verdict).toBe(traffic === "failing" ? "fail" : "pass");
    });

    test("each earlier value is what a query at that time gives", async () => {
      const { observed } = await compare(LOOKUPS);
      const { earlier } = baselineObserved.parse(observed);
      const prometheus = await world.doors.prometheus();
      for (const { at, value } of earlier) {
        const { result } = await prometheus.query(LOOKUPS, new AbortController().signal, Date.parse(at));
        expect(result.map((sample) => sample.value)).toEqual([value]);
      }
    });

    test("a past that Prometheus does not have is inconclusive, and so are series that do not exist", async () => {
      const old = await compare(LOOKUPS, { against: ["300d", "301d"] });
      expect(old).toMatchObject({ verdict: "inconclusive", observed: { baseline: null, ratio: null, samples: 0 } });
      expect(old.summary).toContain("0 of 2 earlier values are there");
      const none = await compare("sum(rate(no_such_metric_total[2m]))");
      expect(none).toMatchObject({ verdict: "inconclusive", observed: { value: null }, error: null });
    });
  });
}

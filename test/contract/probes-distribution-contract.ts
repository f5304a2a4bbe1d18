import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { distributionObserved } from "../../src/probes/distribution/distribution-observed.ts";
import { check, type ProbeWorld } from "./probes-world.ts";

const BY_GROUP = "sum by (feature_group) (rate(feature_lookups_total[2m]))";

/** What `prometheus.distribution` must say of a few feature groups, unevenly used, in every world. */
export function distributionContract(start: () => Promise<Pick<ProbeWorld, "doors" | "now" | "close">>): void {
  describe("lookups by feature group", () => {
    let world: Awaited<ReturnType<typeof start>>;
    beforeAll(async () => {
      world = await start();
    });
    afterAll(() => world?.close());
    const spread = (args = {}, fail: string | null = null) =>
      check(
        world,
        "prometheus.distribution",
        { query: BY_GROUP, label: "feature_group", ...args },
        { expect: { fail, pass: null, warn: null } },
      );

    test("shares are those of the series, and few keys are none to call hot", async () => {
      const [result, { result: series }] = await Promise.all([
        spread(),
        (await world.doors.prometheus()).query(BY_GROUP, new AbortController().signal),
      ]);
      const observed = distributionObserved.parse(result.observed);
      const sum = series.reduce((total, { value }) => total + value, 0);
      const [busiest] = series.toSorted((a, b) => b.value - a.value);
      // With three keys or fewer none can take three times its even share.
      const few = series.length < 4;
      expect(result.verdict).toBe(few ? "inconclusive" : "pass");
      expect(result.sampledAtMs - result.windowStartMs).toBe(360_000);
      expect(observed).toMatchObject({
        keys: series.length,
        hot: few ? null : false,
        maxKey: busiest?.labels["feature_group"],
      });
      expect(observed.maxShare).toBeCloseTo((busiest?.value ?? 0) / sum, 2);
      expect(observed.volume / (sum * 120)).toBeCloseTo(1, 1);
      const squares = series.reduce((total, { value }) => total + (value / sum) ** 2, 0);
      expect(observed.effectiveKeys).toBeCloseTo(1 / squares, 1);
    });

    test("a condition of its own decides", async () => {
      expect((await spread({}, "maxShare > 0.95")).verdict).toBe("pass");
      expect((await spread({}, "effectiveKeys < 10.0")).verdict).toBe("fail");
    });

    test("too little volume decides nothing", async () => {
      const result = await spread({ leastVolume: 1e12 }, "maxShare > 0.01");
      expect(result).toMatchObject({ verdict: "inconclusive", observed: { maxShare: null } });
    });

    test("series that do not exist decide nothing", async () => {
      const result = await spread({ query: "sum by (feature_group) (rate(no_such_metric_total[2m]))" });
      expect(result).toMatchObject({ verdict: "inconclusive", observed: { keys: 0 }, error: null });
    });
  });
}

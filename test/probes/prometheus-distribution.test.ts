import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Doors } from "../../src/clients/doors.ts";
import type { PrometheusClient } from "../../src/clients/prometheus-client.ts";
import { distributionObserved } from "../../src/probes/distribution/distribution-observed.ts";
import { prometheusDistribution } from "../../src/probes/prometheus-distribution.ts";
import { runProbe } from "../../src/probes/run-probe.ts";

const NOW = Date.parse("2026-11-22T03:09:30Z");
const WINDOW = 300_000;
const QUERY = "sum by (feature_group) (rate(x[5m]))";

/** Per-second rates of each key, newest window first; the last one stands for all before. */
type Windows = readonly Readonly<Record<string, number>>[];

async function spread(
  windows: Windows,
  { args = {}, fail = null as string | null, label = "feature_group", warnings = [] as string[] } = {},
) {
  const asked: (number | undefined)[] = [];
  const query: PrometheusClient["query"] = async (_query, _signal, atMs) => {
    asked.push(atMs);
    const rates = windows[Math.min(windows.length - 1, (NOW - (atMs ?? NOW)) / WINDOW)] ?? {};
    const result = Object.entries(rates).map(([key, value]) => ({ labels: { [label]: key }, value, atMs: NOW }));
    return { result, warnings, infos: [] };
  };
  const client = { vantage: "from here", displayUrl: "http://prom", query } as PrometheusClient;
  const result = await runProbe(
    prometheusDistribution,
    prometheusDistribution.args.parse({ query: QUERY, label, ...args }),
    {
      doors: { prometheus: async () => client } as Doors,
      now: () => NOW,
      signal: new AbortController().signal,
      budgetMs: 1_000,
      retries: 0,
      expect: { pass: null, fail, warn: null },
      place: { namespace: null, prometheusUrl: null, endpointUrl: () => null },
    },
  );
  return { result, asked, observed: distributionObserved.parse(result.observed) };
}

/** Ten keys, each with 10 events a second, but for the first. */
function tenKeys(first: number): Readonly<Record<string, number>> {
  return Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`g${index}`, index === 0 ? first : 10]));
}

describe("how a load is spread", () => {
  test("asks for the end of each window, the newest first, and describes all of them", async () => {
    const { asked, result } = await spread([tenKeys(10)]);
    expect(asked).toEqual([undefined, NOW - WINDOW, NOW - 2 * WINDOW]);
    expect([result.windowStartMs, result.sampledAtMs]).toEqual([NOW - 3 * WINDOW, NOW]);
  });

  test("an even one passes", async () => {
    const { result, observed } = await spread([tenKeys(10)]);
    expect(result.verdict).toBe("pass");
    expect(observed).toMatchObject({ keys: 10, volume: 30_000, maxShare: 0.1, hot: false, windowsHot: 0 });
    expect(observed.effectiveKeys).toBeCloseTo(10, 9);
    expect(observed.maxOverMedian).toBe(1);
  });

  test("a key with 4 of 10 in every window is hot", async () => {
    // 60 of 150: 40 % with a limit of 30 %; Σp² = 0.16 + 9·(1/15)² = 0.2.
    const { result, observed } = await spread([tenKeys(60)]);
    expect(result.verdict).toBe("fail");
    expect(observed).toMatchObject({ maxKey: "g0", maxShare: 0.4, hot: true, windowsHot: 3, maxOverMedian: 6 });
    expect(observed.effectiveKeys).toBeCloseTo(5, 9);
    expect(result.summary).toBe("g0 takes 40 % of 10 keys (limit 30 %), in all 3 windows of 5 min");
  });

  test.each([
    ["maxShare > 0.95", "pass"],
    ["maxShare > 0.2", "fail"],
    ["hot", "inconclusive"],
  ])("of three keys none can be called hot, and their shares are known all the same: %s", async (fail, verdict) => {
    const { result } = await spread([{ a: 10, b: 10, c: 10 }], { fail });
    expect(result.verdict).toBe(verdict);
  });

  test("hot for one window only is no verdict on the key", async () => {
    const { result, observed } = await spread([tenKeys(60), tenKeys(60), tenKeys(10)]);
    expect([result.verdict, observed.hot, observed.windowsHot]).toEqual(["pass", false, 2]);
    expect(result.summary).toContain("but only in 2 of 3 windows");
  });

  test("another key in every window is none", async () => {
    const hotAt = (hot: string) => ({ ...tenKeys(10), [hot]: 60 });
    const { result, observed } = await spread([hotAt("g1"), hotAt("g2"), hotAt("g1")]);
    expect([result.verdict, observed.maxKey, observed.windowsHot]).toEqual(["pass", "g1", 1]);
  });

  test("keys that are gone by now do not count; keys that came since count nothing before", async () => {
    const gone = { ...tenKeys(60), old: 1_000 };
    expect((await spread([tenKeys(60), gone])).observed).toMatchObject({ keys: 10, hot: true });
    const { g0: _, ...before } = tenKeys(60);
    expect((await spread([tenKeys(60), before])).observed).toMatchObject({ hot: false, windowsHot: 1 });
  });

  test("too few events now are inconclusive, whatever a condition says", async () => {
    const few = { a: 2, b: 0.1, c: 0.1, d: 0.1 };
    const { result, observed } = await spread([few], { fail: "volume < 5000" });
    expect([result.verdict, observed.hot, observed.maxShare]).toEqual(["inconclusive", null, null]);
    expect(result.summary).toBe("690 events in 5 min are too few to tell (at least 1000)");
  });

  test("too few before leave it open", async () => {
    const { result, observed } = await spread([tenKeys(60), { g0: 0.1 }]);
    expect([result.verdict, observed.hot, observed.windowsHot]).toEqual(["inconclusive", null, 1]);
  });

  test("of three keys none can be called hot; a condition of its own can", async () => {
    const three = { a: 980, b: 10, c: 10 };
    expect((await spread([three])).result.verdict).toBe("inconclusive");
    expect((await spread([three], { fail: "maxShare > 0.9" })).result.verdict).toBe("fail");
  });

  test.each([
    ["nothing", {}, "returned nothing"],
    ["NaN", { ...tenKeys(10), g0: Number.NaN }, "no loads"],
    ["a negative rate", { ...tenKeys(10), g0: -1 }, "no loads"],
    ["all zero", Object.fromEntries(Object.keys(tenKeys(0)).map((key) => [key, 0])), "0 events"],
  ])("%s says nothing", async (_what, rates, words) => {
    const { result } = await spread([rates]);
    expect(result.verdict).toBe("inconclusive");
    expect(result.summary).toContain(words);
  });

  test("a warning of Prometheus decides nothing", async () => {
    expect((await spread([tenKeys(60)], { warnings: ["a block is missing"] })).result.verdict).toBe("inconclusive");
  });

  test.each([
    ["few events", { a: 2, b: 0.1, c: 0.1, d: 0.1 }, [], true],
    ["no events", { a: 0, b: 0, c: 0, d: 0 }, [], true],
    ["three keys", { a: 980, b: 10, c: 10 }, [], true],
    ["no series", {}, [], false],
    ["values that are no loads", { ...tenKeys(10), g0: Number.NaN }, [], false],
    ["a warning", tenKeys(60), ["a block is missing"], false],
    ["a hot key", tenKeys(60), [], false],
  ])("%s: whether all is there, and only too little happens", async (_what, rates, warnings, expected) => {
    const { result, observed } = await spread([rates], { warnings });
    expect(observed.tooLittle).toBe(expected);
    expect(prometheusDistribution.quiet?.(result.observed)).toBe(expected);
  });

  test("counts are not counted again", async () => {
    expect((await spread([tenKeys(1_000)], { args: { values: "count" } })).observed.volume).toBe(1_090);
  });

  test("the id of an entity is shown nowhere", async () => {
    const keys = Object.fromEntries(Object.entries(tenKeys(60)).map(([key, rate]) => [`user-4711-${key}`, rate]));
    const { result, observed } = await spread([keys], { label: "entity_id" });
    expect([result.verdict, observed.maxKey]).toEqual(["fail", "‹hidden›"]);
    expect(JSON.stringify(result)).not.toContain("4711");
  });

  test("shares do not depend on the unit of the load", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 4, maxLength: 12 }),
        fc.constantFrom(2, 16, 1024),
        async (rates, factor) => {
          const windowOf = (by: number) => Object.fromEntries(rates.map((rate, index) => [`g${index}`, rate * by]));
          const args = { leastVolume: 1e-9 };
          const one = (await spread([windowOf(1)], { args })).observed;
          const more = (await spread([windowOf(factor)], { args })).observed;
          expect(more.top).toEqual(one.top);
          expect(more.maxOverMedian).toBe(one.maxOverMedian);
          expect(more.top.reduce((sum, { share }) => sum + share, 0)).toBeLessThanOrEqual(1 + 1e-9);
        },
      ),
      { numRuns: 50 },
    );
  });

  test("topk is refused: what it leaves out would be missing from the whole", () => {
    const given = { query: `topk(10, ${QUERY})`, label: "feature_group" };
    expect(prometheusDistribution.args.safeParse(given).success).toBe(false);
  });
});

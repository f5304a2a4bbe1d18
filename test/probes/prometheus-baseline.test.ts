import { describe, expect, test } from "vitest";
import type { Doors } from "../../src/clients/doors.ts";
import type { PrometheusClient, PrometheusSample } from "../../src/clients/prometheus-client.ts";
import { baselineObserved } from "../../src/probes/baseline/baseline-observed.ts";
import { prometheusBaseline } from "../../src/probes/prometheus-baseline.ts";
import { runProbe } from "../../src/probes/run-probe.ts";

const NOW = Date.parse("2026-11-22T03:09:30Z");
const DAY = 86_400_000;

function samples(values: readonly number[], atMs: number): readonly PrometheusSample[] {
  return values.map((value, index) => ({ labels: { model: `m${index}` }, value, atMs }));
}

/** The values by days before now; those that are not named have no series. */
async function compare(
  days: Readonly<Record<number, readonly number[]>>,
  args: object = {},
  fail: string | null = "ratio > 2",
  warnings: readonly string[] = [],
) {
  const asked: (number | undefined)[] = [];
  const query: PrometheusClient["query"] = async (text, _signal, atMs) => {
    // The newest samples are 40 s old.
    if (text.includes("timestamp(")) return { result: samples([NOW / 1_000 - 40], NOW), warnings: [], infos: [] };
    asked.push(atMs);
    const daysBefore = (NOW - (atMs ?? NOW)) / DAY;
    return { result: samples(days[daysBefore] ?? [], atMs ?? NOW), warnings, infos: [] };
  };
  const client = { vantage: "from here", displayUrl: "http://prom", query } as PrometheusClient;
  const doors = { prometheus: async () => client } as Doors;
  const result = await runProbe(
    prometheusBaseline,
    prometheusBaseline.args.parse({ query: "sum(rate(x[5m]))", against: ["1d", "2d", "3d", "7d"], ...args }),
    {
      doors,
      now: () => NOW,
      signal: new AbortController().signal,
      budgetMs: 1_000,
      retries: 0,
      expect: { pass: null, fail, warn: null },
      place: { namespace: null, prometheusUrl: null, endpointUrl: () => null },
    },
  );
  return { result, asked };
}

const steady = { 1: [90], 2: [100], 3: [110], 7: [120] };

describe("a value against its own past", () => {
  test("asks for now and for each earlier time, and describes the query's window", async () => {
    const { asked, result } = await compare({ ...steady, 0: [105] });
    expect(asked).toEqual([undefined, NOW - DAY, NOW - 2 * DAY, NOW - 3 * DAY, NOW - 7 * DAY]);
    expect([result.windowStartMs, result.sampledAtMs]).toEqual([NOW - 300_000, NOW]);
  });

  test("of the present begins with the sample behind it, which may be older", async () => {
    const { result } = await compare({ ...steady, 0: [105] }, { query: "sum(x)" });
    expect(NOW - result.windowStartMs).toBe(40_000);
  });

  test("is compared with the median: ratio, difference and z-score", async () => {
    const { result } = await compare({ ...steady, 0: [420] }, { unit: "per-second", phrase: "lookups" });
    const observed = baselineObserved.parse(result.observed);
    expect(observed).toMatchObject({ value: 420, baseline: 105, ratio: 4, difference: 315, samples: 4 });
    // Deviations 15 5 5 15, median 10: 315 / 14.826.
    expect(observed.zScore).toBeCloseTo(21.246, 3);
    expect(result.verdict).toBe("fail");
    expect(result.summary).toContain(
      "420 /s lookups, 4.00 times the 105 /s before (median of 24 h, 2 days, 3 days, 7 days ago)",
    );
  });

  test("passes when its condition says so", async () => {
    expect((await compare({ ...steady, 0: [150] })).result.verdict).toBe("pass");
    expect((await compare({ ...steady, 0: [150] }, {}, "zScore > 3")).result.verdict).toBe("fail");
  });

  test("one day that is missing is said; more than half missing decide nothing", async () => {
    const one = (await compare({ ...steady, 0: [400], 7: [] })).result;
    expect([one.verdict, one.observed["samples"], one.notes.join()]).toEqual([
      "fail",
      3,
      "no value 7 days ago: is that beyond Prometheus's retention, or was there no traffic?",
    ]);
    const two = (await compare({ 0: [400], 1: [100], 2: [100] })).result;
    expect([two.verdict, two.observed["ratio"]]).toEqual(["inconclusive", null]);
    expect(two.summary).toContain("2 of 4 earlier values are there");
    expect((await compare({ 0: [400], 1: [100], 2: [100] }, { atLeast: 2 })).result.verdict).toBe("fail");
  });

  test("no history is inconclusive, whatever the condition reads", async () => {
    expect((await compare({ 0: [400] }, {}, "value > 1")).result.verdict).toBe("inconclusive");
  });

  test.each([
    ["zero", [0]],
    ["negative", [-5]],
  ])("a ratio to a baseline that is %s says nothing; the difference does", async (_what, before) => {
    const days = { 0: [7], 1: before, 2: before, 3: before, 7: before };
    const { result } = await compare(days);
    expect([result.verdict, result.observed["ratio"], result.observed["zScore"]]).toEqual(["inconclusive", null, null]);
    expect((await compare(days, {}, null)).result.verdict).toBe("inconclusive");
    expect((await compare(days, {}, "difference > 5")).result.verdict).toBe("fail");
    expect((await compare(days, {}, "difference > 50")).result.verdict).toBe("pass");
  });

  test.each([
    ["nothing", [], "returned nothing"],
    ["NaN", [Number.NaN], "not a finite number"],
    ["infinity", [Infinity], "not a finite number"],
    ["several series", [1, 2], "returned 2 series"],
  ])("now %s decides nothing", async (_what, now, words) => {
    const { result } = await compare({ ...steady, 0: now });
    expect([result.verdict, result.observed["value"]]).toEqual(["inconclusive", null]);
    expect(result.summary).toContain(words);
  });

  test("several series with a word on them", async () => {
    const { result } = await compare({ 0: [1, 5], 1: [1, 1], 2: [1, 1], 3: [1, 2], 7: [1, 1] }, { over: "sum" });
    expect(result.observed).toMatchObject({ value: 6, baseline: 2, ratio: 3 });
  });

  test("a warning of Prometheus decides nothing", async () => {
    const { result } = await compare({ ...steady, 0: [400] }, {}, "ratio > 2", ["a block is missing"]);
    expect(result.verdict).toBe("inconclusive");
    expect(result.summary).toContain("Prometheus warns");
  });

  test.each([{ against: "0s" }, { against: [] }, { against: ["1d", "24h"] }, { against: "yesterday" }])(
    "%j is refused",
    (given) => {
      expect(prometheusBaseline.args.safeParse({ query: "x", ...given }).success).toBe(false);
    },
  );

  test("one duration is enough", () => {
    expect(prometheusBaseline.args.parse({ query: "x", against: "1h" })).toMatchObject({ against: [3_600_000] });
    expect(prometheusBaseline.args.parse({ query: "x" })).toMatchObject({
      against: [1, 2, 3, 7].map((day) => day * DAY),
    });
  });
});

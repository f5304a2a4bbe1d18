import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { execa } from "execa";
import { openDoors } from "../../../src/clients/open-doors.ts";
import type { Doors } from "../../../src/clients/doors.ts";
import { bareEnvironment } from "../../../src/core/environment/environment.ts";
import { baselineObserved } from "../../../src/probes/baseline/baseline-observed.ts";
import { check } from "../../contract/probes-world.ts";
import { describeLab, labBinary } from "../cluster-from-injected.ts";
import {
  startRecordedPrometheus,
  type RecordedPrometheus,
  type RecordedSeries,
} from "../prometheus/recorded-prometheus.ts";

const MINUTE = 60_000;
/** Times of samples lie on whole half minutes, so that a window holds the same number of them wherever it ends. */
const STEP = 30_000;
const now = Math.floor(Date.now() / STEP) * STEP;

/** A counter of lookups that rises as `perSecond` says of each moment, over the last hour. */
function lookups(metric: string, group: string, perSecond: (agoMs: number) => number): RecordedSeries {
  let sum = 0;
  const steps = Array.from({ length: 121 }, (_, index) => now - (120 - index) * STEP);
  return {
    labels: { __name__: metric, feature_group: group },
    samples: steps.map((atMs) => [atMs, (sum += (perSecond(now - atMs) * STEP) / 1_000)] as const),
  };
}

const tenGroups = (metric: string, first: (agoMs: number) => number): readonly RecordedSeries[] =>
  Array.from({ length: 10 }, (_, index) => lookups(metric, `g${index}`, index === 0 ? first : () => 10));

/** At 0, 1, …, 5 days before: what a gauge had then, for ten minutes. */
const daily = [390, 90, 100, 110, 120, 1_000];

const series: readonly RecordedSeries[] = [
  ...tenGroups("even_total", () => 10),
  ...tenGroups("hot_total", () => 60),
  ...tenGroups("brief_total", (agoMs) => (agoMs <= 6 * MINUTE ? 60 : 10)),
  {
    labels: { __name__: "traffic" },
    samples: daily
      .flatMap((value, days) =>
        [10, 5, 0].map((minutes) => [now - days * 24 * 60 * MINUTE - minutes * MINUTE, value] as const),
      )
      .toSorted(([a], [b]) => a - b),
  },
];

describeLab("recorded series of a real Prometheus", () => {
  let prometheus: RecordedPrometheus;
  let doors: Doors;
  beforeAll(async () => {
    const [server, promtool] = [labBinary("prometheus"), labBinary("promtool")];
    prometheus = await startRecordedPrometheus(series, { prometheus: server, promtool });
    doors = openDoors({ ...bareEnvironment("lab"), prometheus: { url: prometheus.url } }, { env: {} });
  });
  afterAll(async () => {
    await doors?.close();
    await prometheus?.close();
  });
  const spread = (metric: string) =>
    check({ doors, now: () => now }, "prometheus.distribution", {
      query: `sum by (feature_group) (rate(${metric}[5m]))`,
      label: "feature_group",
    });

  describe("hot keys", () => {
    test("even load is not", async () => {
      expect(await spread("even_total")).toMatchObject({ verdict: "pass", observed: { keys: 10, hot: false } });
    });

    test("the same key in three windows is", async () => {
      const result = await spread("hot_total");
      expect(result).toMatchObject({ verdict: "fail", observed: { maxKey: "g0", hot: true, windowsHot: 3 } });
      expect(result.observed["maxShare"]).toBeCloseTo(0.4, 2);
      expect(result.observed["effectiveKeys"]).toBeCloseTo(5, 1);
    });

    test("a burst is not", async () => {
      expect(await spread("brief_total")).toMatchObject({ verdict: "pass", observed: { maxKey: "g0", hot: false } });
    });
  });

  test("a day like no other, by the median of the days before, and by hand the same values", async () => {
    const against = ["1d", "2d", "3d", "4d", "5d"];
    const result = await check(
      { doors, now: () => now },
      "prometheus.baseline",
      { query: "traffic", against },
      {
        expect: { fail: "zScore > 3", pass: null, warn: null },
        place: { namespace: null, prometheusUrl: prometheus.url, endpointUrl: () => null },
      },
    );
    const observed = baselineObserved.parse(result.observed);
    // Median 110; deviations 20 10 0 10 890, their median 10: (390 - 110) / 14.826.
    expect(observed).toMatchObject({ value: 390, baseline: 110, samples: 5 });
    expect(observed.ratio).toBeCloseTo(390 / 110, 9);
    expect(observed.zScore).toBeCloseTo(18.886, 3);
    expect(result.verdict).toBe("fail");

    const promtool = labBinary("promtool");
    const { stdout } = await execa("sh", ["-c", result.equivalent.replace("promtool", promtool)]);
    expect([...stdout.matchAll(/=> (\S+) @/g)].map(([, value]) => Number(value))).toEqual(daily);
  });
});

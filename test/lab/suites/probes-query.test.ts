import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDoors } from "../../../src/clients/open-doors.ts";
import { bareEnvironment } from "../../../src/core/environment/environment.ts";
import { baselineContract } from "../../contract/probes-baseline-contract.ts";
import { distributionContract } from "../../contract/probes-distribution-contract.ts";
import { ERROR_RATIO, queryContract, type Traffic } from "../../contract/probes-query-contract.ts";
import { check, TEN_PERCENT } from "../../contract/probes-world.ts";
import { describeLab } from "../cluster-from-injected.ts";
import { featureLookups } from "../prometheus/feature-lookups.ts";
import { startPrometheus, type LabPrometheus } from "../prometheus/start-prometheus.ts";

const ONSET_SECONDS = 300;

async function start(traffic: Traffic) {
  const counters = featureLookups(traffic === "failing" ? { onsetSecondsAgo: ONSET_SECONDS } : {});
  const prometheus = await startPrometheus({ counters });
  const doors = openDoors({ ...bareEnvironment("lab"), prometheus: { url: prometheus.url } }, { env: {} });
  const close = async () => {
    await doors.close();
    await prometheus.close();
  };
  return { prometheus, doors, now: () => Date.now(), close };
}

describeLab("queries of a real Prometheus", () => {
  queryContract(start);
  baselineContract(start);
  distributionContract(() => start("healthy"));

  describe("beside promtool", () => {
    let world: Awaited<ReturnType<typeof start>>;
    beforeAll(async () => {
      world = await start("failing");
    });
    afterAll(() => world?.close());

    test("the same value, and the same first point of the breach", async () => {
      const result = await check(world, "prometheus.query", { query: ERROR_RATIO }, { expect: TEN_PERCENT });
      const { prometheus } = world;
      const said = await valueAt(prometheus, result.sampledAtMs);
      expect(Number(result.observed["value"])).toBeCloseTo(said, 3);

      const onsetMs = Date.parse(String(result.observed["onsetAt"]));
      expect(await valueAt(prometheus, onsetMs)).toBeGreaterThan(0.1);
      // A step earlier, two seconds for a window of two minutes, it was not yet beyond.
      expect(await valueAt(prometheus, onsetMs - 2_000)).toBeLessThanOrEqual(0.1);
    });

    test("an onset before the past that is read cannot be told", async () => {
      const args = { query: ERROR_RATIO, lookback: "2m" };
      const result = await check(world, "prometheus.query", args, { expect: TEN_PERCENT });
      expect(result).toMatchObject({ verdict: "fail", observed: { onsetAt: null } });
      // As far back as was looked, to a step of two seconds and the moment between the two questions.
      const lookedBackMs = result.sampledAtMs - Date.parse(String(result.observed["breachedAt"]));
      expect(Math.abs(lookedBackMs - 120_000)).toBeLessThan(5_000);
      expect(result.notes.join()).toContain("since when cannot be told");
    });

    test("the equivalent command gives the same", async () => {
      const place = { namespace: null, prometheusUrl: world.prometheus.url, endpointUrl: () => null };
      const { equivalent, observed } = await check(
        world,
        "prometheus.query",
        { query: "sum(feature_lookups_total)" },
        { place },
      );
      const [, what, how, url] = equivalent.split(" ");
      expect([what, how, url]).toEqual(["query", "instant", world.prometheus.url]);
      const said = await world.prometheus.promtool(["query", "instant", url ?? "", "sum(feature_lookups_total)"]);
      const value = Number(/=> ([\d.e+]+) @/.exec(said)?.[1]);
      expect(Math.abs(value / Number(observed["value"]) - 1)).toBeLessThan(0.001);
    });
  });
});

/** promtool's answer for one moment. */
async function valueAt({ promtool, url }: LabPrometheus, atMs: number): Promise<number> {
  const said = await promtool(["query", "instant", "--time", (atMs / 1_000).toFixed(3), url, ERROR_RATIO]);
  const value = /=> (\S+) @/.exec(said)?.[1];
  if (value === undefined) throw new Error(`promtool said nothing: ${said}`);
  return Number(value);
}

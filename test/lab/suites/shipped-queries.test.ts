import { isDeepStrictEqual } from "node:util";
import { describe, expect, it } from "vitest";
import { openDoors } from "../../../src/clients/open-doors.ts";
import type { CheckResult } from "../../../src/core/check/check-result.ts";
import { bareEnvironment } from "../../../src/core/environment/environment.ts";
import { probes } from "../../../src/probes/index.ts";
import { runProbe } from "../../../src/probes/run-probe.ts";
import { faults, runbookOf } from "../../../src/sandbox/faults/index.ts";
import { difference } from "../../sandbox/promql/answer.ts";
import { describeLab, labBinary } from "../cluster-from-injected.ts";
import { prometheusAnswer } from "../prometheus/prometheus-answer.ts";
import { startPrometheusAt } from "../prometheus/prometheus-at.ts";
import { startPrometheusOfRecordings } from "../prometheus/recorded-prometheus.ts";
import { recordingOf, startSandboxPrometheus, type SandboxPrometheus } from "../prometheus/sandbox-prometheus.ts";
import { shippedChecks, shippedRunbooks, type ShippedCheck } from "../prometheus/shipped-checks.ts";

/** The sandbox's past is two hours: its environment compares with what was then. */
const SANDBOX_PARAMETERS = { yesterday: "30m", "last-week": "2h", "day-before": "30m", "week-before": "2h" };

const NOW_MS = Date.parse("2026-11-20T03:09:30.250Z");
/** Worlds lie so far apart in time that none is another's day or week before. */
const APART_MS = 13 * 3_600_000;

/** At least so many checks and worlds must be compared; a runbook with checks of Prometheus that is missing here fails. */
const LEAST: Readonly<Record<string, { readonly checks: number; readonly worlds: number }>> = {
  "backfill-slow": { checks: 3, worlds: 7 },
  "cache-hit-rate": { checks: 4, worlds: 7 },
  "dag-failure": { checks: 3, worlds: 9 },
  "disk-usage": { checks: 4, worlds: 9 },
  "feature-staleness": { checks: 5, worlds: 9 },
  "feature-store-down": { checks: 1, worlds: 27 },
  latency: { checks: 9, worlds: 15 },
  "model-load-failure": { checks: 3, worlds: 9 },
  "prediction-down": { checks: 2, worlds: 10 },
  "replica-unhealthy": { checks: 2, worlds: 11 },
  "streaming-lag": { checks: 1, worlds: 23 },
};

describeLab("shipped queries on a real Prometheus, and on the sandbox's with the same samples", () => {
  const asking = shippedRunbooks.filter((runbook) => shippedChecks(runbook).length > 0);

  it("are of these runbooks", () => {
    expect(asking.map(({ name }) => name)).toEqual(Object.keys(LEAST));
  });

  describe.each(asking)("$name", (runbook) => {
    it("give the same values and the same verdicts", { timeout: 300_000 }, async () => {
      const asShipped = shippedChecks(runbook);
      const shorter = shippedChecks(runbook, SANDBOX_PARAMETERS);
      // What compares with another day is asked twice: as it is shipped, and of the past that the sandbox has.
      const inSandbox = shorter.filter(({ args }, index) => !isDeepStrictEqual(args, asShipped[index]?.args));
      const beyond = asShipped.filter(({ query }, index) => query !== shorter[index]?.query);
      const checks = [...asShipped, ...inSandbox];
      const own = faults.filter((fault) => [runbook.name, null].includes(runbookOf(fault)));
      const worlds: SandboxPrometheus[] = [];
      const verdicts: string[] = [];
      let values = 0;
      async function* recordings() {
        for (const [index, fault] of own.entries()) {
          const world = await startSandboxPrometheus(fault, NOW_MS - index * APART_MS);
          worlds.push(world);
          yield await recordingOf(world, checks);
        }
      }
      try {
        const binaries = { prometheus: labBinary("prometheus"), promtool: labBinary("promtool") };
        const real = await startPrometheusOfRecordings(recordings(), binaries);
        try {
          for (const [index, world] of worlds.entries()) {
            const at = await startPrometheusAt(real.url, world.nowMs);
            try {
              for (const shipped of checks) {
                const question = { query: shipped.query, startMs: world.nowMs, range: undefined };
                const expected = await prometheusAnswer(real.url, question);
                const where = `${own[index]?.name}, ${shipped.id}: ${shipped.query}`;
                expect(difference(expected, await prometheusAnswer(world.url, question), false), where).toBeUndefined();
                expect(expected.type, where).toBe("vector");
                if (expected.type !== "failure") values += expected.series.length;
                const [there, here] = [await judged(shipped, at.url, world), await judged(shipped, world.url, world)];
                expect(here, where).toEqual(there);
                verdicts.push(there.verdict);
              }
            } finally {
              await at.close();
            }
          }
        } finally {
          await real.close();
        }
      } finally {
        for (const world of worlds) await world.close();
      }
      const least = LEAST[runbook.name] ?? { checks: 0, worlds: 0 };
      expect(asShipped.length).toBeGreaterThanOrEqual(least.checks);
      expect(worlds.length).toBeGreaterThanOrEqual(least.worlds);
      expect(verdicts.length).toBe(checks.length * worlds.length);
      // Each query that does not look back further than a world has a value in it, and some world is a reason to worry.
      expect(values).toBeGreaterThanOrEqual(verdicts.length - beyond.length * worlds.length);
      expect(verdicts).toContain("pass");
      expect(verdicts).toContain("fail");
    });
  });
});

/** What a check says of a Prometheus, without what differs by its address. */
async function judged(
  { probe: type, args, expect: conditions }: ShippedCheck,
  url: string,
  { nowMs }: SandboxPrometheus,
): Promise<Pick<CheckResult, "verdict" | "summary" | "error">> {
  const probe = probes.get(type);
  if (probe === undefined) throw new Error(`no probe ${type}`);
  const doors = openDoors({ ...bareEnvironment("lab"), prometheus: { url } }, { env: {} });
  try {
    const { verdict, summary, error } = await runProbe(probe, args, {
      doors,
      now: () => nowMs,
      signal: new AbortController().signal,
      budgetMs: 20_000,
      retries: 0,
      expect: conditions,
      place: { namespace: null, prometheusUrl: url, endpointUrl: () => null },
    });
    return { verdict, summary, error };
  } finally {
    await doors.close();
  }
}

import { seriesTest } from "../promql/promql.ts";
import type { Series, SeriesSource } from "../promql/promql.ts";
import { families } from "../signals/families/index.ts";
import { SignalSeries } from "../signals/signal-series.ts";
import type { Simulation } from "../world/simulation.ts";
import { SECOND_MS } from "../world/time.ts";
import { type Counter, LookupCounters } from "./counters.ts";

const TARGETS = [
  { job: "feature-gateway", instance: "gateway-1:9100" },
  { job: "prometheus", instance: "localhost:9090" },
] as const;

/** The series of the world: the counters of the feature lookups, `up` of what is scraped, and the platform's other metrics, a sample each second. */
export function seriesSource(simulation: Simulation): SeriesSource {
  const counters = new LookupCounters(simulation);
  const signals = new SignalSeries(simulation, counters.beginSecond, families);
  // Prometheus scrapes at a fixed offset in each second, the same for all targets here.
  const slice = (counter: Counter, fromMs: number, toMs: number): Series => {
    const from = Math.max(counter.first, Math.ceil(fromMs / SECOND_MS) - counters.beginSecond);
    const to = Math.min(counter.first + counter.values.length - 1, Math.floor(toMs / SECOND_MS) - counters.beginSecond);
    const samples: [number, number][] = [];
    for (let index = from; index <= to; index += 1) {
      samples.push([(counters.beginSecond + index) * SECOND_MS, counter.values[index - counter.first] ?? 0]);
    }
    return { labels: { ...counter.labels }, samples };
  };
  const up = (toMs: number): Counter[] =>
    TARGETS.map((target) => ({
      labels: { __name__: "up", ...target },
      first: 0,
      values: Array.from({ length: Math.max(0, Math.floor(toMs / SECOND_MS) - counters.beginSecond + 1) }, () => 1),
    }));
  return {
    select: (matchers, fromMs, toMs) => {
      const untilMs = Math.min(toMs, simulation.world.nowMs);
      const metric = matchers.find(({ name, op }) => name === "__name__" && op === "=")?.value ?? null;
      const own = signals.upTo(simulation.world.nowMs, metric);
      const candidates =
        own.length > 0 && metric !== null ? own : [...counters.upTo(simulation.world.nowMs), ...up(untilMs), ...own];
      const wanted = seriesTest(matchers);
      return candidates
        .filter((counter) => wanted(counter.labels))
        .map((counter) => slice(counter, fromMs, untilMs))
        .filter((series) => series.samples.length > 0);
    },
  };
}

import type { Series } from "../../../src/sandbox/promql/promql.ts";

/** When the series begin, a whole hour, and for how long they go. */
export const seriesStartMs = Date.UTC(2024, 0, 1);
export const seriesLengthMs = 90 * 60_000;

const regularMs = 15_000;

/**
 * Series that hold what the evaluation must get right: counters that restart, begin late, end early or pause for longer
 * than the lookback; samples on the grid of the queries and off it; gauges with NaN and infinities; histogram buckets, some
 * of them falling; labels that only some series have. The same at each run.
 */
export function agreementSeries(): Series[] {
  const random = generator(20_240_101);
  const counters = ["api", "batch", "web"].flatMap((job) =>
    ["a", "b"].flatMap((instance) =>
      ["200", "500"].map((code): Series => {
        const labels = { __name__: "requests_total", job, instance, code };
        return { labels, samples: counter(times(random, instance === "a" ? 0 : 3_000), random) };
      }),
    ),
  );
  const buckets = ["api", "web"].flatMap((job) => histogram(job, times(random, 0), random));
  const gauges = ["api", "batch", "web"].flatMap((job, index): Series[] => [
    { labels: { __name__: "temperature", job }, samples: gauge(times(random, 2_000), random, index === 1) },
    { labels: { __name__: "temperature", job, room: "north" }, samples: gauge(times(random, 0), random, index === 2) },
    { labels: { __name__: "limit", job }, samples: times(random, 0).map((tMs) => [tMs, 40 + 8 * index] as const) },
    {
      labels: { __name__: "build_info", job, version: `1.${index}`, ...(index === 0 ? { canary: "yes" } : {}) },
      samples: times(random, 0).map((tMs) => [tMs, 1] as const),
    },
  ]);
  return [...counters, ...buckets, ...gauges];
}

/** Sample times from late or early on, with up to `jitterMs` of disorder and sometimes a pause. */
function times(random: () => number, jitterMs: number): number[] {
  const startMs = random() < 0.3 ? 20 * 60_000 : 0;
  const endMs = random() < 0.3 ? 60 * 60_000 : seriesLengthMs;
  const pauseMs = random() < 0.5 ? 30 * 60_000 : Number.POSITIVE_INFINITY;
  const pauseLengthMs = random() < 0.5 ? 12 * 60_000 : 100_000;
  const all: number[] = [];
  for (let tMs = startMs; tMs <= endMs; tMs += regularMs) {
    const paused = tMs > pauseMs && tMs < pauseMs + pauseLengthMs;
    if (!paused && random() > 0.03) all.push(seriesStartMs + tMs + Math.round(random() * jitterMs));
  }
  return all;
}

function counter(tMs: readonly number[], random: () => number): Series["samples"] {
  let value = Math.floor(random() * 20);
  const busy = random() * 40;
  return tMs.map((time) => {
    value = random() < 0.02 ? Math.floor(random() * 5) : value + Math.floor(random() * busy);
    return [time, value] as const;
  });
}

function gauge(tMs: readonly number[], random: () => number, odd: boolean): Series["samples"] {
  let value = 40;
  return tMs.map((time) => {
    value += Math.round((random() - 0.5) * 64) / 8;
    const draw = odd ? random() : 1;
    const special = draw < 0.03 ? Number.NaN : draw < 0.05 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
    return [time, draw < 0.06 ? special : value] as const;
  });
}

function histogram(job: string, tMs: readonly number[], random: () => number): Series[] {
  const bounds = ["0.005", "0.01", "0.1", "1", "+Inf"];
  const counts = bounds.map(() => 0);
  const samples = bounds.map((): [number, number][] => []);
  for (const time of tMs) {
    const observed = bounds.map(() => Math.floor(random() * 6));
    for (const [index, series] of samples.entries()) {
      counts[index] = (counts[index] ?? 0) + observed.slice(0, index + 1).reduce((sum, count) => sum + count, 0);
      const torn = random() < 0.05 ? 1 : 0;
      series.push([time, Math.max(0, (counts[index] ?? 0) - torn * index * 4)]);
    }
  }
  return bounds.map((le, index) => ({
    labels: { __name__: "latency_seconds_bucket", job, le },
    samples: samples[index] ?? [],
  }));
}

/** A small linear congruential generator: fast, and the same everywhere. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

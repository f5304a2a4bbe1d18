import { parseDuration } from "../../core/duration.ts";
import { lognormalShare } from "./lognormal.ts";
import { oncePerMoment, queueing, workersOf, type Moment } from "./moment.ts";

const USUAL_LOOKUPS = 360;
const POD_CAPACITY = 130;
const USUAL_UTILIZATION = 0.69;
const WORKING_SET = 160_000;
const L1_MOST = 0.78;
const L2_MOST = 0.9;
const REREAD_SECONDS = 60;
const WARM_UP_SECONDS = 2;
const KV_MEDIAN = 0.003;
const KV_SPREAD = 0.4;
const USUAL_KV_READS = 0.22 * 0.18 * USUAL_LOOKUPS;
/** A hot partition's reads take this many times as long. */
const HOT_SLOWER = 8;

/** How lookups fare in a second; times in seconds. */
export interface Lookups {
  readonly l1: number;
  readonly l2: number;
  /** Of the pods' capacity, 0 to 1 and beyond. */
  readonly utilization: number;
  kvP99(): number;
  /** Share of lookups that take at most this long. */
  within(seconds: number): number;
  /** Share of KV reads that take at most this long. */
  kvWithin(seconds: number): number;
}

/** The feature store's caches, its KV store and its queue, as their configuration, their load and the conditions have them. */
export const lookupsAt = oncePerMoment((moment: Moment): Lookups => {
  const { conditions, lookups } = moment;
  const { ready } = workersOf(moment, "feature-api");
  const config = ready[0]?.config ?? {};
  const size = Number(config["cache.l1.entries"] ?? 200_000);
  const ttlSeconds = (parseDuration(config["cache.l2.ttl"] ?? "10m") ?? 600_000) / 1_000;
  const filled = mean(
    ready.map((pod) => 1 - Math.exp(-(moment.atMs - pod.startedAtMs) / 1_000 / (WARM_UP_SECONDS * conditions.warmUp))),
  );
  const l1 = L1_MOST * Math.min(1, size / (WORKING_SET * conditions.workingSet)) * filled;
  const l2 = (L2_MOST * ttlSeconds) / (ttlSeconds + REREAD_SECONDS * conditions.rereadInterval);
  const kvShare = (1 - l1) * (1 - l2);
  const kvLoad = (kvShare * lookups) / USUAL_KV_READS;
  const slower = conditions.kvLatency * Math.max(1, 1 + 0.9 * (kvLoad - 1));
  const protectedKeys = /^(on|true)$/.test(config["cache.hot-keys"] ?? "off");
  const hot = protectedKeys ? 0 : (conditions.hotGroup?.share ?? 0);
  const capacity = ready.length * POD_CAPACITY * conditions.lookupCapacity;
  const shed = Math.min(1, Number(config["shedding.share"] ?? 0));
  const utilization = capacity === 0 ? 2 : (lookups * (1 - shed)) / capacity;
  const wait = queueing(utilization, USUAL_UTILIZATION);
  const kvWithin = (seconds: number): number =>
    (1 - hot) * lognormalShare(seconds, KV_MEDIAN * slower, KV_SPREAD) +
    hot * lognormalShare(seconds, KV_MEDIAN * slower * HOT_SLOWER, KV_SPREAD);
  return {
    l1,
    l2,
    utilization,
    kvP99: () => quantile(kvWithin, 0.99),
    within: (seconds) =>
      l1 * lognormalShare(seconds / wait, 0.0004, 0.5) +
      (1 - l1) * l2 * lognormalShare(seconds / wait, 0.0018, 0.4) +
      kvShare * kvWithin(seconds / wait - 0.001),
    kvWithin,
  };
});

/** The value that this share is within; found by halving, up to 10 s and to 20 µs. */
export function quantile(within: (value: number) => number, share: number): number {
  let [low, high] = [0, 10];
  for (let step = 0; step < 19; step += 1) {
    const middle = (low + high) / 2;
    if (within(middle) < share) low = middle;
    else high = middle;
  }
  return high;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

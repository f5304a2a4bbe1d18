import { lognormalShare } from "./lognormal.ts";
import { lookupsAt, quantile } from "./lookup-latency.ts";
import { oncePerMoment, queueing, spoiledShares, workersOf, type Moment } from "./moment.ts";

/** Predictions asked for, for each lookup. */
const PER_LOOKUP = 0.25;
const POD_CAPACITY = 60;
const USUAL_UTILIZATION = 0.375;

/** How predictions fare in a second; times in seconds. */
export interface Predictions {
  readonly total: number;
  readonly utilization: number;
  /** Share of predictions that fail, by error type. */
  readonly failing: ReadonlyMap<string, number>;
  /** Share of predictions that take at most this long. */
  within(seconds: number): number;
}

/** The serving tier, as its pods, the feature store behind it and the conditions have it. */
export const predictionsAt = oncePerMoment((moment: Moment): Predictions => {
  const { conditions, lookups } = moment;
  const { ready } = workersOf(moment, "deep-thought");
  const total = lookups * PER_LOOKUP;
  const capacity = ready.length * POD_CAPACITY;
  const utilization = capacity === 0 ? 2 : (total * conditions.inferenceCost) / capacity;
  const featureP99 = quantile(lookupsAt(moment).within, 0.99);
  const median = 0.0075 * queueing(utilization, USUAL_UTILIZATION) + 0.6 * featureP99;
  return { total, utilization, failing: failing(moment, ready.length), within: (s) => lognormalShare(s, median, 0.35) };
});

function failing(moment: Moment, ready: number): ReadonlyMap<string, number> {
  if (ready === 0) return new Map([["unavailable", 1]]);
  const shares = new Map(spoiledShares(moment, "deep-thought"));
  for (const [type, share] of Object.entries(moment.conditions.predictionErrors))
    shares.set(type, (shares.get(type) ?? 0) + share);
  if (workersOf(moment, "feature-api").ready.length === 0) shares.set("feature_lookup", 1);
  return shares;
}

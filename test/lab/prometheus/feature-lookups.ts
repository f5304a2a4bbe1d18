import type { CounterPlan } from "./counters.ts";

export const lookupsTotal = "feature_lookups_total";
export const lookupErrorsTotal = "feature_lookup_errors_total";

/** Lookups a second of all feature groups together. */
const lookupsPerSecond = 100;

/**
 * The feature store's traffic: two feature groups with 100 lookups a second together, for as long
 * as history goes, and errors in the given share of them since `onsetSecondsAgo`. Without an onset
 * the error counter has no series until `setRate(lookupErrorsTotal, …)` begins one.
 */
export function featureLookups({
  errorRatio = 0.372,
  onsetSecondsAgo,
  beforeRatio = 0,
}: {
  readonly errorRatio?: number;
  readonly onsetSecondsAgo?: number;
  /** Errors that were always there, below every limit. */
  readonly beforeRatio?: number;
} = {}): readonly CounterPlan[] {
  const always = (perSecond: number) => ({ secondsAgo: 365 * 24 * 3600, perSecond });
  const groups = { user_booking_features: 0.75, listing_features: 0.25 };
  const lookups = Object.entries(groups).map(([feature_group, share]) => ({
    metric: lookupsTotal,
    labels: { namespace: "search", feature_group },
    phases: [always(lookupsPerSecond * share)],
  }));
  const errors = {
    metric: lookupErrorsTotal,
    labels: { namespace: "search", error_type: "KeyError" },
    phases: [
      ...(beforeRatio > 0 ? [always(lookupsPerSecond * beforeRatio)] : []),
      ...(onsetSecondsAgo === undefined
        ? []
        : [{ secondsAgo: onsetSecondsAgo, perSecond: lookupsPerSecond * errorRatio }]),
    ],
  };
  return [...lookups, errors];
}

/** The alert's own value: the share of lookups that fail. */
export function errorRatioQuery(window: string): string {
  const errors = `sum(rate(${lookupErrorsTotal}[${window}]))`;
  const lookups = `sum(rate(${lookupsTotal}[${window}]))`;
  return `(${errors} or 0 * ${lookups}) / ${lookups}`;
}

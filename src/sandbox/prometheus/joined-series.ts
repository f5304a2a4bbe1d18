import type { SeriesSource } from "../promql/promql.ts";

/** The series of all sources; each has metrics of its own. */
export function joinedSeries(sources: readonly SeriesSource[]): SeriesSource {
  return { select: (matchers, fromMs, toMs) => sources.flatMap((one) => one.select(matchers, fromMs, toMs)) };
}

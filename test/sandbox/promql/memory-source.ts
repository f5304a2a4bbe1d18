import { type Matcher, type Series, type SeriesSource, seriesTest } from "../../../src/sandbox/promql/promql.ts";

/** A source of the given series, all samples of those that match. */
export function memorySource(series: readonly Series[]): SeriesSource {
  return {
    select: (matchers: readonly Matcher[]) => {
      const matches = seriesTest(matchers);
      return series.filter(({ labels }) => matches(labels));
    },
  };
}

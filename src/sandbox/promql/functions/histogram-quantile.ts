import { dropLabels, dropMetricName, type Labels, labelsKey, labelValue } from "../labels.ts";
import { type Bucket, bucketQuantile } from "./bucket-quantile.ts";
import { scalarOf, type StepFunction } from "./function-definition.ts";

/** The φ-quantile of classic histograms, whose buckets are the elements with a bound in `le`; others are left out. */
export const histogramQuantile: StepFunction = {
  over: "step",
  args: ["scalar", "vector"],
  optionalArgs: 0,
  returns: "vector",
  evaluate: ([fraction, elements = []]) => {
    const histograms = new Map<string, { labels: Labels; buckets: Bucket[] }>();
    for (const { labels, value } of elements) {
      const upperBound = parseBound(labelValue(labels, "le"));
      if (upperBound === undefined) continue;
      const own = dropLabels(labels, ["le"]);
      const key = labelsKey(own);
      const histogram = histograms.get(key) ?? { labels: own, buckets: [] };
      histogram.buckets.push({ upperBound, count: value });
      histograms.set(key, histogram);
    }
    return [...histograms.values()].map(({ labels, buckets }) => ({
      labels: dropMetricName(labels),
      value: bucketQuantile(scalarOf(fraction), buckets),
    }));
  },
};

function parseBound(text: string): number | undefined {
  const infinite = /^([+-]?)inf(?:inity)?$/i.exec(text);
  if (infinite !== null) return infinite[1] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (/^nan$/i.test(text)) return Number.NaN;
  return /^[+-]?(\d+(?:\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
}

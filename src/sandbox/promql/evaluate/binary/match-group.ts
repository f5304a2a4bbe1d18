import type { VectorMatching } from "../../expression.ts";
import { dropLabels, keepLabels, type Labels, labelsKey } from "../../labels.ts";

/** The labels by which series of the two sides are matched. */
export function matchLabels(labels: Labels, matching: VectorMatching): Labels {
  return matching.on ? keepLabels(labels, matching.labels) : dropLabels(labels, ["__name__", ...matching.labels]);
}

/** A text that is equal for the series that match each other. */
export function matchGroup(labels: Labels, matching: VectorMatching): string {
  return labelsKey(matchLabels(labels, matching));
}

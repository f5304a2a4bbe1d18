import { PromQLError } from "../../error.ts";
import type { ArithmeticOperator, ComparisonOperator, VectorMatching } from "../../expression.ts";
import {
  dropLabels,
  dropMetricName,
  formatLabels,
  keepLabels,
  type Labels,
  labelsKey,
  labelValue,
  withLabel,
} from "../../labels.ts";
import type { Sample } from "../steps.ts";
import { operateElement } from "./element.ts";
import { matchGroup, matchLabels } from "./match-group.ts";
import { isArithmetic } from "./operate.ts";

/**
 * Arithmetic or a comparison between the elements of two vectors that match: one to one, or many to one with group_left
 * and group_right. Throws when the match is not unique.
 */
export function operateVectors(
  operator: ArithmeticOperator | ComparisonOperator,
  returnsBool: boolean,
  left: readonly Sample[],
  right: readonly Sample[],
  matching: VectorMatching,
): Sample[] {
  if (left.length === 0 || right.length === 0) return [];
  const swapped = matching.group === "right";
  const [many, one] = swapped ? [right, left] : [left, right];
  const oneByGroup = indexOneSide(one, matching);
  const matched = new Map<string, Set<string>>();
  const results: Sample[] = [];

  for (const element of many) {
    const group = matchGroup(element.labels, matching);
    const partner = oneByGroup.get(group);
    if (partner === undefined) continue;
    const value = swapped
      ? operateElement(operator, returnsBool, partner.value, element.value)
      : operateElement(operator, returnsBool, element.value, partner.value);
    if (value === undefined) continue;
    const labels = resultLabels(element.labels, partner.labels, isArithmetic(operator) || returnsBool, matching);
    const key = labelsKey(labels);
    const earlier = matched.get(group);
    if (earlier !== undefined && matching.group === "none") {
      throw ambiguous("many-to-one matching must be explicit (group_left/group_right)");
    }
    if (earlier?.has(key) === true) throw ambiguous("grouping labels must ensure unique matches");
    matched.set(group, (earlier ?? new Set()).add(key));
    results.push({ labels, value });
  }
  return results;
}

function ambiguous(reason: string): PromQLError {
  return new PromQLError("execution", `multiple matches for labels: ${reason}`);
}

function indexOneSide(one: readonly Sample[], matching: VectorMatching): Map<string, Sample> {
  const byGroup = new Map<string, Sample>();
  for (const sample of one) {
    const group = matchGroup(sample.labels, matching);
    const earlier = byGroup.get(group);
    if (earlier !== undefined) {
      const side = matching.group === "right" ? "left" : "right";
      const groupText = formatLabels(matchLabels(sample.labels, matching));
      const series = `${formatLabels(sample.labels)}, ${formatLabels(earlier.labels)}`;
      throw new PromQLError(
        "execution",
        `found duplicate series for the match group ${groupText} on the ${side} hand-side of the operation: [${series}];` +
          "many-to-many matching not allowed: matching labels must be unique on one side",
      );
    }
    byGroup.set(group, sample);
  }
  return byGroup;
}

function resultLabels(many: Labels, one: Labels, losesName: boolean, matching: VectorMatching): Labels {
  const named = losesName ? dropMetricName(many) : many;
  if (matching.group === "none") {
    return matching.on ? keepLabels(named, matching.labels) : dropLabels(named, matching.labels);
  }
  return matching.include.reduce((labels, name) => withLabel(labels, name, labelValue(one, name)), named);
}

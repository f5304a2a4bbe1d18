import type { SetOperator, VectorMatching } from "../../expression.ts";
import type { Sample } from "../steps.ts";
import { matchGroup } from "./match-group.ts";

/** `and`, `or`, `unless`: elements pass with their own labels and values, many to many. */
export function combineSets(
  operator: SetOperator,
  left: readonly Sample[],
  right: readonly Sample[],
  matching: VectorMatching,
): Sample[] {
  const groupOf = ({ labels }: Sample): string => matchGroup(labels, matching);
  if (operator === "or") {
    const leftGroups = new Set(left.map(groupOf));
    return [...left, ...right.filter((sample) => !leftGroups.has(groupOf(sample)))];
  }
  const rightGroups = new Set(right.map(groupOf));
  return left.filter((sample) => rightGroups.has(groupOf(sample)) === (operator === "and"));
}

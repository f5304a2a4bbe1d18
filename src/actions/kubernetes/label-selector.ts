import type { LabelSelector, Labels } from "../../clients/kubernetes-objects/api-objects.ts";

/** Whether an object with these labels is selected. An empty selector selects all, as in policy/v1; no selector selects none. */
export function selects(selector: LabelSelector | null | undefined, labels: Labels): boolean {
  if (selector === null || selector === undefined) return false;
  const equal = Object.entries(selector.matchLabels ?? {}).every(([key, value]) => ownLabel(labels, key) === value);
  return equal && (selector.matchExpressions ?? []).every((expression) => holds(expression, labels));
}

/** `constructor` and its like are labels where the object has them, and else are not there. */
function ownLabel(labels: Labels, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined;
}

function holds(
  { key, operator, values }: NonNullable<LabelSelector["matchExpressions"]>[number],
  labels: Labels,
): boolean {
  const value = ownLabel(labels, key);
  const listed = new Set<string | undefined>(values).has(value);
  switch (operator) {
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    case "In":
      return listed;
    case "NotIn":
      return !listed;
    default:
      return false;
  }
}

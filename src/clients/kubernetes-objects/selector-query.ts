import type { LabelSelector } from "./api-objects.ts";

/** The selector as the API's list query and kubectl's `-l` take it, e.g. "app=feature-api,tier in (a,b),!canary". */
export function selectorQuery(selector: LabelSelector): string {
  const equal = Object.entries(selector.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`);
  const expressions = (selector.matchExpressions ?? []).map(({ key, operator, values }) => {
    if (operator === "Exists") return key;
    if (operator === "DoesNotExist") return `!${key}`;
    return `${key} ${operator === "In" ? "in" : "notin"} (${(values ?? []).join(",")})`;
  });
  return [...equal, ...expressions].join(",");
}

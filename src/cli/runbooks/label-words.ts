import type { Labels } from "../../core/alerts/resolved-alert.ts";

/** "namespace=search, team=ml"; empty without labels. */
export function labelWords(labels: Labels): string {
  return Object.entries(labels)
    .map(([label, value]) => `${label}=${value}`)
    .join(", ");
}

import type { Labels } from "../../core/alerts/resolve-alert.ts";

/** "namespace=search, team=ml"; empty without labels. */
export function labelWords(labels: Labels): string {
  return Object.entries(labels)
    .map(([label, value]) => `${label}=${value}`)
    .join(", ");
}

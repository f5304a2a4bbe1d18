import type { Labels } from "./objects.ts";

/** Whether all of the selector's labels are there with these values. */
export function matchesLabels(selector: Labels, labels: Labels | undefined): boolean {
  return Object.entries(selector).every(([key, value]) => labels?.[key] === value);
}

import type { Evidence } from "../../core/check/check-result.ts";
import type { Json } from "../../core/json.ts";
import { nearby } from "./moment.ts";
import type { View } from "./view.ts";

/** One sample with its unit, its limit and when it was true, e.g. "value: 0.372 (limit 0.1) at 03:08:11". */
export function evidenceLine({ what, value, unit, limit, atMs }: Evidence, view: View): string {
  const units = unit === undefined ? "" : ` ${unit}`;
  const limits = limit === undefined ? "" : ` (limit ${plain(limit)})`;
  const at = atMs === undefined ? "" : ` at ${nearby(atMs, view)}`;
  return `${what}: ${plain(value)}${units}${limits}${at}`;
}

function plain(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

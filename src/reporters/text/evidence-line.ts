import type { Evidence } from "../../core/check/check-result.ts";
import type { Json } from "../../core/json.ts";
import { quantity, UNITS, type Unit } from "../../core/text/quantity.ts";
import { nearby } from "./moment.ts";
import type { View } from "./view.ts";

/** One sample with its unit, its limit and when it was true, rounded as everywhere on a screen, e.g. "value: 37.2 % (limit 10 %) at 03:08:11". */
export function evidenceLine({ what, value, unit, limit, atMs }: Evidence, view: View): string {
  const limits = limit === undefined ? "" : ` (limit ${withUnit(limit, unit)})`;
  const at = atMs === undefined ? "" : ` at ${nearby(atMs, view)}`;
  return `${what}: ${withUnit(value, unit)}${limits}${at}`;
}

function withUnit(value: Json, unit: string | undefined): string {
  if (typeof value !== "number") return plain(value);
  const known = unit === "s" ? "seconds" : UNITS.find((candidate) => candidate === unit);
  if (known !== undefined) return quantity(value, known satisfies Unit);
  return `${quantity(value, "none")}${unit === undefined ? "" : ` ${unit}`}`;
}

function plain(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

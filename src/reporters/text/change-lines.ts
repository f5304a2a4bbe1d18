import type { Change } from "../../core/plan/plan.ts";
import type { Json } from "../../core/json.ts";
import { plainText } from "../../core/text/plain-text.ts";
import { firstOf } from "./first-of.ts";

/** Changes for the screen: a line each, long values kept short; the details show them whole. */
export function changeLines(changes: readonly Change[]): readonly string[] {
  const lines = changes.map(({ path, from, to }) => `${path} ${shown(from)} → ${shown(to)}`);
  return firstOf(lines, 6, "see details");
}

function shown(value: Json): string {
  if (value === null) return "(none)";
  return plainText(typeof value === "string" ? value : JSON.stringify(value), 60);
}

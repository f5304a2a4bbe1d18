import type { Context } from "@marcbachmann/cel-js";
import { Duration } from "@marcbachmann/cel-js/evaluator";
import { formatDuration } from "../duration.ts";
import { expressionIn } from "../conditions/evaluate-condition.ts";
import { placesIn } from "./template.ts";
import type { Runbook } from "./runbook.ts";

/** A sentence with its places filled in: a parameter's name, or an expression as in conditions. Times stay ISO 8601: the reporters show them as local ones. */
export function renderBecause(runbook: Runbook, text: string, context: Context): string {
  const filled = placesIn(text).map((part) =>
    part.kind === "text" ? part.text : inWords(expressionIn(runbook, asExpression(runbook, part.text), context)),
  );
  return filled
    .join("")
    .replace(/\s+/g, " ")
    .replace(/ ([.,;:])/g, "$1")
    .trim();
}

/** In sentences a parameter is named by itself, as in arguments; in conditions it stands in `params`. */
export function asExpression(runbook: Pick<Runbook, "parameters">, place: string): string {
  return Object.hasOwn(runbook.parameters, place) ? `params.${place.replaceAll("-", "_")}` : place;
}

function inWords(value: unknown): string {
  if (value === null || value === undefined) return "unknown";
  if (value instanceof Date) return value.toISOString().replace(".000Z", "Z");
  if (value instanceof Duration) return durationInWords(value.valueOf());
  if (typeof value === "number") return String(Number(value.toPrecision(4)));
  if (Array.isArray(value)) return value.map(inWords).join(", ");
  return typeof value === "object" ? Object.keys(value).join(", ") : String(value as string | boolean | bigint);
}

/** Two of the largest units are enough for a sentence, e.g. "90 s", "12 min", "3 h 5 min". */
function durationInWords(ms: number): string {
  const seconds = Math.round(Math.abs(ms) / 1_000);
  if (seconds < 120) return `${seconds} s`;
  const parts = formatDuration(seconds * 1_000).matchAll(/(\d+)([a-z]+)/g);
  const words = [...parts].slice(0, 2).map(([, count, unit]) => `${count} ${unit === "m" ? "min" : unit}`);
  return words.join(" ");
}

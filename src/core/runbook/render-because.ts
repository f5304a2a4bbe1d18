import type { Context } from "@marcbachmann/cel-js";
import { inWords } from "../conditions/in-words.ts";
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

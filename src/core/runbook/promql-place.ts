import { parseDuration } from "../duration.ts";
import type { Embedding } from "./languages.ts";

type Place = { readonly quote: string; readonly regex: boolean } | "bare" | "comment";

/** PromQL at the end of a text: inside a string literal (perhaps a regular expression's), a comment, or between them. */
function placeAfter(before: string): Place {
  let quote = "";
  let begins = 0;
  for (let at = 0; at < before.length; at += 1) {
    const character = before[at] ?? "";
    if (quote === "" && character === "#") {
      const end = before.indexOf("\n", at);
      if (end < 0) return "comment";
      at = end;
    } else if (quote === "" && /["'`]/.test(character)) {
      quote = character;
      begins = at;
    } else if (quote !== "" && character === "\\" && quote !== "`") at += 1;
    else if (character === quote) quote = "";
  }
  return quote === "" ? "bare" : { quote, regex: /[=!]~\s*$/.test(before.slice(Math.max(0, begins - 20), begins)) };
}

/** How parameters stand in PromQL: texts inside string literals only, there escaped; numbers and durations also between them. */
export function promqlPlace(before: string): Embedding {
  const place = placeAfter(before);
  if (place === "bare" || place === "comment") {
    return {
      refuses: (type) =>
        type === "string" || type === "boolean" ? `in PromQL a ${type} stands inside quotes only` : null,
      write: (value) => (/[[:]\s*$/.test(before) ? range(value) : bare(value)),
    };
  }
  if (place.quote === "`")
    return {
      refuses: (type) => (type === "string" ? "a text cannot be escaped between backticks; use double quotes" : null),
      write: bare,
    };
  return {
    refuses: () => null,
    write: (value) => literal(place.regex ? asPattern(String(value)) : String(value), place.quote),
  };
}

/** Numbers and durations; whatever else came here was not checked when the file was read. */
function bare(value: unknown): string {
  const text = String(value);
  if (/^-?[0-9][0-9.a-z+-]*$/.test(text)) return text;
  throw new Error(`${JSON.stringify(text.slice(0, 40))} is neither number nor duration`);
}

/** What stands between brackets: Prometheus refuses one that spans nothing. */
function range(value: unknown): string {
  if (parseDuration(String(value)) === 0) throw new Error("a range of a query must be longer than 0s");
  return bare(value);
}

function literal(text: string, quote: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll(quote, `\\${quote}`).replaceAll("\n", "\\n").replaceAll("\r", "\\r");
}

/** As RE2 reads it: the text itself, in which * alone stands for any text, as it does in the names of jobs. */
function asPattern(text: string): string {
  return text.replace(/[\\.+?()|[\]{}^$]/g, "\\$&").replaceAll("*", ".*");
}

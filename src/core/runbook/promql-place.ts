import { parseDuration } from "../duration.ts";
import { plainText } from "../text/plain-text.ts";
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

/** The name of a label, as every version of Prometheus takes it without quotes. */
const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** A list of labels' names that has begun: `by (`, or `on (a, `. */
const NAMES_BEGUN = /\b(?:by|without|on|ignoring|group_left|group_right)\s*\((?:\s*\w+\s*,)*\s*$/i;

const LABEL_NAMES: Embedding = {
  refuses: (type) =>
    type === "string"
      ? null
      : `among labels' names stands a string alone, not ${type === "integer" ? "an" : "a"} ${type}`,
  write(value) {
    const text = String(value);
    if (LABEL_NAME.test(text)) return text;
    throw new Error(`${plainText(JSON.stringify(text), 40)} is no label's name: letters, digits and _ alone`);
  },
};

/**
 * How parameters stand in PromQL: texts inside string literals, there escaped, or as a label's name in a list of such names; numbers and durations
 * also between them.
 */
export function promqlPlace(before: string): Embedding {
  const place = placeAfter(before);
  if (place === "bare" && listsNames(before)) return LABEL_NAMES;
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

/** Whether the list itself has begun there: not what stands in a comment or a literal before. */
function listsNames(before: string): boolean {
  const begun = NAMES_BEGUN.exec(before.slice(-1_000));
  if (begun === null) return false;
  return placeAfter(before.slice(0, before.length - begun[0].length)) === "bare";
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

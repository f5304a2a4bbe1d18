import type { Json } from "../json.ts";
import { plainText } from "../text/plain-text.ts";
import { shellQuote } from "../text/shell-quote.ts";
import { promqlPlace } from "./promql-place.ts";
import type { Parameter } from "./runbook.ts";

/** How a parameter's value is written inside a longer text. */
export interface Embedding {
  /** Why a parameter of this type may not stand here; null: it may. Known when the file is read. */
  refuses(type: Parameter["type"]): string | null;
  /** The value, escaped for its place. Throws where the value cannot be written safely. */
  write(value: Exclude<Json, null>): string;
}

/** A label's value as Kubernetes takes it; anything else could end the requirement and begin another. */
const LABEL_VALUE = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;

const WHOLE_ONLY: Embedding = {
  refuses: (type) => (type === "string" ? "a text must be the whole argument here, not a part of it" : null),
  write: String,
};

const LANGUAGES: Readonly<Record<string, (before: string) => Embedding>> = {
  promql: promqlPlace,
  "label-selector": () => ({
    refuses: () => null,
    write(value) {
      if (LABEL_VALUE.test(String(value))) return String(value);
      throw new Error(`${plainText(JSON.stringify(value), 80)} is no label value`);
    },
  }),
  "url-path": () => ({ refuses: () => null, write: (value) => pathSegment(String(value)) }),
  shell: () => ({ refuses: () => null, write: (value) => shellQuote(String(value)) }),
  text: () => ({ refuses: () => null, write: (value) => plainText(String(value), 200) }),
};

/** What is left of dots alone would lead to another path, and half a character to none. */
function pathSegment(value: string): string {
  if (/^\.+$/.test(value) || !value.isWellFormed())
    throw new Error(`${plainText(JSON.stringify(value), 80)} cannot stand in a path`);
  return encodeURIComponent(value);
}

/**
 * The embedding at a place of a text in a language, given the text before it (earlier places as `0`). Without a language only numbers, durations
 * and booleans may stand inside a text: they cannot end anything.
 */
export function embeddingAt(language: unknown, before: string): Embedding {
  return (typeof language === "string" ? LANGUAGES[language]?.(before) : undefined) ?? WHOLE_ONLY;
}

import { type Reading, readingOf } from "./reading.ts";

const ESCAPES =
  /(?:%[0-9a-f]{2})+|\\u[0-9a-f]{4}|\\x[0-9a-f]{2}|\\["'\\/bfnrt]|&(?:#\d{1,7}|#x[0-9a-f]{1,6}|amp|quot|apos|lt|gt);/gi;
/** Hardly any of the thousands of texts of an answer has a sign that begins an escape, which is told sooner than that no escape stands in it. */
const BEGINNING = /[%\\&]/;
const NAMED: Readonly<Record<string, string>> = { amp: "&", quot: '"', apos: "'", lt: "<", gt: ">" };
const SHORT: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

/**
 * Takes the escapes of URLs, JSON, JavaScript and HTML out of a text, once: `null` where there is none. What was escaped twice needs a second time.
 */
export function unescaped(text: string): Reading | null {
  return BEGINNING.test(text) ? readingOf(text, text.matchAll(ESCAPES), meant) : null;
}

function meant(escape: string): string {
  if (escape.startsWith("%")) return Buffer.from(escape.replaceAll("%", ""), "hex").toString("utf8");
  if (escape.startsWith("\\")) {
    const kind = escape.charAt(1).toLowerCase();
    if (escape.length > 2) return String.fromCharCode(Number.parseInt(escape.slice(2), 16));
    return SHORT[kind] ?? kind;
  }
  const name = escape.slice(1, -1).toLowerCase();
  if (!name.startsWith("#")) return NAMED[name] ?? "";
  const code = name.startsWith("#x") ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code <= 0x10_ff_ff ? String.fromCodePoint(code) : "";
}

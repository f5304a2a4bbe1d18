import { isUtf8 } from "node:buffer";
import { type Reading, readingOf } from "./reading.ts";

const ESCAPES =
  /(?:%[0-9a-f]{2})+|\\u[0-9a-f]{4}|(?:\\x[0-9a-f]{2})+|(?:\\[0-3][0-7]{2})+|\\["'\\/bfnrt]|&(?:#\d{1,7}|#x[0-9a-f]{1,6}|amp|quot|apos|lt|gt);/gi;
/** Hardly any of the thousands of texts of an answer has a sign that begins an escape, which is told sooner than that no escape stands in it. */
const BEGINNING = /[%\\&]/;
const NAMED: Readonly<Record<string, string>> = { amp: "&", quot: '"', apos: "'", lt: "<", gt: ">" };
const SHORT: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

/**
 * Takes the escapes of URLs, JSON, JavaScript, C and HTML out of a text, once: `null` where there is none. What was escaped twice needs a second time.
 */
export function unescaped(text: string): Reading | null {
  return BEGINNING.test(text) ? readingOf(text, text.matchAll(ESCAPES), meant) : null;
}

function meant(escape: string): string {
  if (escape.startsWith("%")) return Buffer.from(escape.replaceAll("%", ""), "hex").toString("utf8");
  if (escape.startsWith("\\")) return meantByBackslash(escape.slice(1));
  const name = escape.slice(1, -1).toLowerCase();
  if (!name.startsWith("#")) return NAMED[name] ?? "";
  const code = name.startsWith("#x") ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code <= 0x10_ff_ff ? String.fromCodePoint(code) : "";
}

function meantByBackslash(escape: string): string {
  const kind = escape.charAt(0).toLowerCase();
  if (kind === "u") return String.fromCharCode(Number.parseInt(escape.slice(1), 16));
  if (kind === "x") return ofBytes(escape.slice(1).split(/\\x/i), 16);
  return /^\d/.test(kind) ? ofBytes(escape.split("\\"), 8) : (SHORT[kind] ?? kind);
}

/** In C and Python they are bytes of UTF-8, in JavaScript a letter each. */
function ofBytes(numbers: readonly string[], radix: number): string {
  const bytes = Buffer.from(numbers.map((number) => Number.parseInt(number, radix)));
  return isUtf8(bytes) ? bytes.toString("utf8") : bytes.toString("latin1");
}

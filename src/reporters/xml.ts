import { withoutControls } from "../core/text/plain-text.ts";

/** Attributes of an element, in the order given. */
export function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}="${escape(String(value)).replaceAll("\n", "&#10;")}"`)
    .join(" ");
}

/** XML 1.0 text: the five entities, and no character that XML forbids or a terminal obeys. */
export function escape(text: string): string {
  return withoutControls(text)
    .replaceAll("\t", "  ")
    .replace(/[^\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "?")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&apos;");
}

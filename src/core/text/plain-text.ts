/**
 * Terminal escapes (CSI, OSC, DCS and other strings, two-byte ones), in their 7-bit and 8-bit forms. Removed whole, so that no parameter bytes stay behind.
 * An OSC or DCS that never ends, or in which another begins, is cut at its introducer only: a hostile text cannot swallow what follows it, and no
 * place is looked at twice.
 */
const ESCAPES =
  /(?:\u001B\[|\u009B)[0-?]*[ -/]*[@-~]|(?:\u001B[\]PX^_]|[\u009D\u0090\u0098\u009E\u009F])[^\u0007\u001B\u0090\u0098\u009C-\u009F]*(?:\u0007|\u001B\\|\u009C)|\u001B[ -/]*[0-~]/g;

/**
 * C0 and C1 controls but for tab and line feed; what reorders or hides text: bidi embeddings, overrides and isolates, annotations, and all that Unicode
 * leaves to the reader's eye to ignore (zero-width ones, fillers, tags, variation selectors, BOM). And halves of a pair, which are no character.
 */
const CONTROLS =
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\uFFF9-\uFFFB]|\p{Default_Ignorable_Code_Point}|\p{Surrogate}/gu;

/** Text from outside without terminal escapes, control characters, bidi marks and what is invisible. Line feeds and tabs stay; every other end of a line becomes LF. */
export function withoutControls(value: string): string {
  return value
    .replace(ESCAPES, "")
    .replace(/\r\n?|[\u2028\u2029]/g, "\n")
    .replace(CONTROLS, "");
}

/**
 * One line of at most `maxLength` UTF-16 units that is safe to print: for errors and summaries that quote the outside world.
 * White space runs become one blank; what is cut is shown as "…"; a surrogate pair is never split.
 */
export function plainText(value: string, maxLength: number): string {
  // Four times the length is more than enough to fill it; a 16 MB body is not scanned for a line of 300.
  const line = withoutControls(value.slice(0, maxLength * 4 + 256))
    .replace(/\s+/g, " ")
    .trim();
  if (line.length <= maxLength) return line.toWellFormed();
  const kept = line.slice(0, Math.max(0, maxLength - 1)).trimEnd();
  return `${(/[\uD800-\uDBFF]$/.test(kept) ? kept.slice(0, -1) : kept).toWellFormed()}…`;
}

import { withoutControls } from "../text/plain-text.ts";
import { lineOf, positionOf, type Range, type Source } from "./source.ts";

/** What is shown of a line; the mark stays in view. */
const WIDTH = 100;

/**
 * The line of a range with the one before and after, numbered, and carets below the range (as far as it goes on its first line).
 * Empty for an empty source.
 */
export function codeFrame(source: Source, range: Range): string {
  if (source.text === "") return "";
  const { line, column } = positionOf(source, range.start);
  const text = lineOf(source, line);
  const skipped = column > WIDTH - 20 ? column - 20 : 0;
  const length = Math.max(1, Math.min(range.end - range.start, text.length - column + 1, WIDTH - (column - skipped)));
  const gutter = String(line + 1).length;
  const numbered = (number: number): string =>
    `  ${String(number).padStart(gutter)} | ${cut(lineOf(source, number), skipped)}`.trimEnd();
  const mark = `  ${" ".repeat(gutter)} | ${" ".repeat(column - 1 - skipped)}${"^".repeat(length)}`;
  return [
    ...(line > 1 ? [numbered(line - 1)] : []),
    numbered(line),
    mark,
    ...(lineOf(source, line + 1) !== "" ? [numbered(line + 1)] : []),
  ].join("\n");
}

/** A tab as one blank, so that the mark stands below its character. */
function cut(line: string, skipped: number): string {
  return withoutControls(line.slice(skipped, skipped + WIDTH)).replaceAll("\t", " ");
}

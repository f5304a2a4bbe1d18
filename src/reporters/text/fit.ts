import stringWidth from "string-width";
import { printable } from "./printable.ts";
import { legible, type View } from "./view.ts";

/** One line of at most `width` columns; what is cut is shown. For lines that are drawn again and again, where a wrap would smear. */
export function fit(text: string, width: number, view: View): string {
  const line = legible(printable(text).replace(/\s+/g, " ").trim(), view);
  if (stringWidth(line) <= width) return line;
  const dots = legible("…", view);
  const room = width - stringWidth(dots);
  // Made where a line is cut only: it takes longer than all lines of a screen.
  const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
  let kept = "";
  for (const { segment } of graphemes.segment(line)) {
    if (stringWidth(kept + segment) > room) break;
    kept += segment;
  }
  return `${kept.trimEnd()}${dots}`;
}

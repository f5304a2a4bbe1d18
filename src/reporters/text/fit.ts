import stringWidth from "string-width";
import { printable } from "./printable.ts";
import { legible, type View } from "./view.ts";

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** One line of at most `width` columns; what is cut is shown. For lines that are drawn again and again, where a wrap would smear. */
export function fit(text: string, width: number, view: View): string {
  const line = legible(printable(text).replace(/\s+/g, " ").trim(), view);
  if (stringWidth(line) <= width) return line;
  const dots = legible("…", view);
  const room = width - stringWidth(dots);
  let kept = "";
  for (const { segment } of graphemes.segment(line)) {
    if (stringWidth(kept + segment) > room) break;
    kept += segment;
  }
  return `${kept.trimEnd()}${dots}`;
}

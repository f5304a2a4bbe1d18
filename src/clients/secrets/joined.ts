import { type Reading, readingOf } from "./reading.ts";

const BREAK = /[\r\n\t]/;
const BREAKS = /[\r\n\t]\s*/g;

/** The text without the ends of its lines, their indentation and its tabs, as before it was wrapped; `null` where it is on one line. */
export function joined(text: string): Reading | null {
  return BREAK.test(text) ? readingOf(text, text.matchAll(BREAKS), () => "") : null;
}

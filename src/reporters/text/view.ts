import { Chalk, type ChalkInstance } from "chalk";

/** How and where something is shown; handed in, so that a transcript is a function of it. */
export interface View {
  /** Columns of the terminal. */
  readonly width: number;
  readonly color: boolean;
  /** false: ASCII only. */
  readonly unicode: boolean;
  readonly nowMs: number;
  /** The runs' folder where it was given as an option: commands that are shown carry it. */
  readonly stateDir: string | null;
  /** How far local time is ahead of UTC at a moment, minutes. */
  offsetMinutes(atMs: number): number;
}

/** Lines are kept readable: not wider than this however wide the terminal is. */
const WIDEST = 110;
const NARROWEST = 40;

export function columns(view: View): number {
  return Math.max(NARROWEST, Math.min(view.width, WIDEST));
}

export function paint(view: View): ChalkInstance {
  return new Chalk({ level: view.color ? 1 : 0 });
}

const ascii: Readonly<Record<string, string>> = {
  "·": "-",
  "→": "->",
  "…": "...",
  "×": "x",
  "–": "-",
  "—": "-",
  "«": "<<",
  "»": ">>",
  "≥": ">=",
  "≤": "<=",
  "“": '"',
  "”": '"',
  "‘": "'",
  "’": "'",
  µ: "u",
  "±": "+-",
};

/** The text in what the terminal can show; accents are dropped, and what has no counterpart in ASCII becomes "?". */
export function legible(text: string, view: View): string {
  if (view.unicode) return text;
  return text.replace(
    /[^\x00-\x7f]\p{M}*/gu,
    (shape) =>
      ascii[shape] ??
      shape
        .normalize("NFD")
        .replace(/\p{M}/gu, "")
        .replace(/[^\x00-\x7f]/gu, "?"),
  );
}

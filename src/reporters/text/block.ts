import wrapAnsi from "wrap-ansi";
import { commandLines } from "./command-lines.ts";
import { instructionLines } from "./instruction-lines.ts";
import { columns, legible, type View } from "./view.ts";

/** A blank that does not break; wrapping knows the plain one only. */
const BOUND = "\u00A0";

/** What a paragraph shows of a text at most: wrapping characters without width takes time by their square, and nobody reads more on a screen. */
const LONGEST = 1_500;

function shortened(text: string): string {
  if (text.length <= LONGEST) return text;
  return `${text.slice(0, LONGEST).toWellFormed()}… (${text.length - LONGEST} characters more, all in --output json)`;
}

/** A number stays with its unit when lines are wrapped. */
function withUnits(text: string): string {
  return text.replace(/(?<=\d) (?=(?:%|ms|s|min|h|days|bytes|[KMG]i?B)(?!\w))/g, BOUND);
}

/** Text wrapped into what is left beside an indent of `indent` columns; later lines hang under the first. */
export function hang(text: string, indent: number, view: View): string {
  const width = Math.max(20, columns(view) - indent);
  const shown = legible(shortened(text), view);
  // Most lines are short and plain; measuring them as a terminal does costs more than all the rest of a screen.
  if (shown.length <= width && /^[\x20-\x7e]*$/.test(shown)) return shown.trim();
  const wrapped = wrapAnsi(withUnits(shown), width, { hard: true, trim: true });
  return beside(wrapped.replaceAll(BOUND, " ").split("\n"), indent);
}

/** `label` in a column of its own, the text hanging beside it; `at` is where the text begins. */
export function labelled(label: string, text: string, start: number, at: number, view: View): string {
  return `${" ".repeat(start)}${label.padEnd(at - start)}${hang(text, at, view)}`;
}

/** A command beside its label, broken so that it can be copied. */
export function labelledCommand(label: string, command: string, start: number, at: number, view: View): string {
  const lines = commandLines(legible(command, view), Math.max(20, columns(view) - at));
  return `${" ".repeat(start)}${label.padEnd(at - start)}${beside(lines, at)}`;
}

/** A step by hand beside its label: a comment of a command stays one when it is copied. */
export function labelledInstruction(label: string, step: string, start: number, at: number, view: View): string {
  const lines = instructionLines(legible(shortened(step), view), Math.max(20, columns(view) - at));
  if (lines === null) return labelled(label, step, start, at, view);
  return `${" ".repeat(start)}${label.padEnd(at - start)}${beside(lines, at)}`;
}

/** A paragraph of its own, indented. */
export function paragraph(text: string, indent: number, view: View): string {
  return `${" ".repeat(indent)}${hang(text, indent, view)}`;
}

function beside(lines: readonly string[], indent: number): string {
  return lines.join(`\n${" ".repeat(indent)}`);
}

import { hang, labelledCommand } from "./block.ts";
import { columns, legible, type View } from "./view.ts";

/** Before the command in which our own hints end: "…; to see whether you have it: kubectl auth can-i list pods". */
const BEFORE_COMMAND = /(?<=[:?]) (?=kubectl\s)/;

/**
 * What to do next, beside an indent of `indent` columns: a sentence. A command at its end that does not fit beside its words stands below them, broken so
 * that it can be copied: a path may be longer than the screen is wide.
 */
export function nextStep(text: string, indent: number, view: View): string {
  const [words = "", ...ending] = text.split(BEFORE_COMMAND);
  const command = ending.join(" ");
  if (command === "" || legible(text, view).length <= columns(view) - indent) return hang(text, indent, view);
  return `${hang(words, indent, view)}\n${labelledCommand("", command, indent + 2, indent + 2, view)}`;
}

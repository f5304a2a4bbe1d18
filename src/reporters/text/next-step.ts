import { hang, labelledCommand } from "./block.ts";
import { columns, legible, type View } from "./view.ts";

/** Our own hints end so: "…; to see whether you have it: kubectl auth can-i list pods". */
const ENDS_IN_COMMAND = /^([^]*?[:?]) (kubectl\s[^]*)$/;

/**
 * What to do next, beside an indent of `indent` columns: a sentence. A command at its end that does not fit beside its words stands below them, broken so
 * that it can be copied: a path may be longer than the screen is wide.
 */
export function nextStep(text: string, indent: number, view: View): string {
  const [, words = "", command = ""] = ENDS_IN_COMMAND.exec(text) ?? [];
  if (command === "" || legible(text, view).length <= columns(view) - indent) return hang(text, indent, view);
  return `${hang(words, indent, view)}\n${labelledCommand("", command, indent + 2, indent + 2, view)}`;
}

import stringWidth from "string-width";
import wrapAnsi from "wrap-ansi";
import { commandLines, commentAt } from "./command-lines.ts";

/** What operators type: a step that begins so is a command, also without a comment behind it. A sentence begins otherwise. */
const COMMAND =
  /^(?:kubectl|bigops|flink|promtool|amtool|kafka-[\w.-]+|curl|helm|crictl|journalctl|docker|ssh|sudo|du|df)\s/;

/**
 * A step that the operator does by hand, over as many lines as it needs, where it is a command: broken as commands are, and where it ends in a shell's
 * comment, each line of that begins with "#", so that all of it can be pasted and no part of the comment is run. null where it fits, or is a sentence.
 */
export function instructionLines(step: string, width: number): readonly string[] | null {
  if (stringWidth(step) <= width && !step.includes("\n")) return null;
  const at = commentAt(step);
  if (at === null) return COMMAND.test(step) && !step.includes("\n") ? commandLines(step, width) : null;
  const command = step.slice(0, at).trim();
  const comment = step
    .slice(at)
    .split("\n")
    .map((line) => line.replace(/^[\s#]+/, ""))
    .join(" ");
  const remarks = wrapAnsi(comment, width - 2, { hard: true, trim: true }).split("\n");
  return [...(command === "" ? [] : commandLines(command, width)), ...remarks.map((line) => `# ${line}`)];
}

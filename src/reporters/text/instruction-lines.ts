import stringWidth from "string-width";
import wrapAnsi from "wrap-ansi";
import { commandLines, commentAt } from "./command-lines.ts";

/**
 * A step that the operator does by hand, over as many lines as it needs, where it ends in a shell's comment: the command is broken as commands are, and each
 * line of the comment begins with "#", so that no part of it is run when all of it is pasted. null where it fits, or is no command with a comment.
 */
export function instructionLines(step: string, width: number): readonly string[] | null {
  const at = commentAt(step);
  if (at === null || (stringWidth(step) <= width && !step.includes("\n"))) return null;
  const command = step.slice(0, at).trim();
  const comment = step
    .slice(at)
    .split("\n")
    .map((line) => line.replace(/^[\s#]+/, ""))
    .join(" ");
  const remarks = wrapAnsi(comment, width - 2, { hard: true, trim: true }).split("\n");
  return [...(command === "" ? [] : commandLines(command, width)), ...remarks.map((line) => `# ${line}`)];
}

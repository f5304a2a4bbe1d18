import { plainText } from "../text/plain-text.ts";
import { codeFrame } from "./code-frame.ts";
import { positionOf, type Position, type Range, type Source } from "./source.ts";

/** Something wrong in a file, where it stands, and how to get on. */
export interface Problem extends Position {
  readonly file: string;
  readonly message: string;
  /** The next step, e.g. the name that was probably meant; null where the message says it all. */
  readonly suggestion: string | null;
  /** The lines around with a mark below the place; empty where there is no text to show. */
  readonly frame: string;
}

/** A problem at a range of the source. What is quoted from the file is made safe to print. */
export function problemAt(source: Source, range: Range, message: string, suggestion: string | null = null): Problem {
  return {
    file: source.file,
    ...positionOf(source, range.start),
    message: plainText(message, 500),
    suggestion: suggestion === null ? null : plainText(suggestion, 300),
    frame: codeFrame(source, range),
  };
}

/** All problems as a person reads them: `file:line:column`, the message, the lines around it, the suggestion; in the order of the file. */
export function formatProblems(problems: readonly Problem[]): string {
  return inOrder(problems)
    .map(({ file, line, column, message, frame, suggestion }) =>
      [`${file}:${line}:${column} ${message}`, frame, suggestion === null ? "" : `  → ${suggestion}`]
        .filter((part) => part !== "")
        .join("\n"),
    )
    .join("\n\n");
}

/** Sorted by place; the same message at the same place once. */
export function inOrder(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<string>();
  return [...problems]
    .sort((a, b) => a.line - b.line || a.column - b.column)
    .filter(({ line, column, message }) => {
      const key = `${line}:${column}:${message}`;
      return seen.has(key) ? false : Boolean(seen.add(key));
    });
}

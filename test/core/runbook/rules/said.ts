import type { Catalog } from "../../../../src/core/runbook/catalog.ts";
import { parseRunbook } from "../../../../src/core/runbook/parse-runbook.ts";
import { catalog, VALID } from "../small-catalog.ts";

type Change = readonly [from: string, to: string];

/** The valid runbook with some parts replaced. */
export function changed(...changes: readonly Change[]): string {
  return changes.reduce((sofar, [from, to]) => {
    if (!sofar.includes(from)) throw new Error(`the valid runbook has no ${from}`);
    return sofar.replace(from, to);
  }, VALID);
}

/** What is wrong with a runbook: the text that is pointed at, the message, and the next step. */
export function said(text: string, known: Catalog = catalog): readonly string[] {
  const parsed = parseRunbook(text, "small.yaml", known);
  if (parsed.ok) return [];
  return parsed.problems.map(({ line, column, message, suggestion, frame }) => {
    const carets = /\^+/.exec(frame)?.[0].length ?? 0;
    const place = text.split("\n")[line - 1]?.slice(column - 1, column - 1 + carets) ?? "";
    return `${place} | ${message}${suggestion === null ? "" : ` → ${suggestion}`}`;
  });
}

import { readFile } from "node:fs/promises";
import { relative } from "node:path";
import { fileTrouble } from "../../clients/file-trouble.ts";
import type { Runbook } from "../../core/runbook/runbook.ts";
import { formatProblems } from "../../core/source/problem.ts";
import { UsageError } from "../usage-error.ts";
import { compiledRunbook } from "./compiled-runbook.ts";
import type { RunbookFile } from "./find-runbook.ts";

export interface LoadedRunbook {
  readonly runbook: Runbook;
  readonly hash: string;
  readonly file: string;
}

/** Reads and validates a runbook; all that is wrong with it at once, with line and column. `onText` learns of the text before it is understood. */
export async function loadRunbook(
  { file, calledAs }: RunbookFile,
  cwd: string,
  onText: (text: string) => Promise<void> = async () => {},
): Promise<LoadedRunbook> {
  const shown = shownPath(file, cwd);
  const text = await read(file, shown);
  await onText(text);
  const compiled = await compiledRunbook(text);
  if (compiled !== null && (calledAs ?? compiled.runbook.name) === compiled.runbook.name) return { ...compiled, file };
  const { parseRunbook } = await import("../../core/runbook/parse-runbook.ts");
  const { catalog } = await import("./catalog.ts");
  const parsed = parseRunbook(text, shown, catalog, calledAs);
  if (parsed.ok) return { runbook: parsed.runbook, hash: parsed.hash, file };
  const count = parsed.problems.length === 1 ? "a problem" : `${parsed.problems.length} problems`;
  throw new UsageError(`${shown} has ${count}; nothing was run\n\n${formatProblems(parsed.problems)}`);
}

/** A path as a person would name it from here. */
export function shownPath(file: string, cwd: string): string {
  const near = relative(cwd, file);
  return near.startsWith("..") || near === "" ? file : near;
}

async function read(file: string, shown: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new UsageError(
      `cannot read the runbook ${shown}: ${fileTrouble(error)}`,
      "give a runbook file; bigops list shows the runbooks that need only their name",
    );
  }
}

import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, resolve } from "node:path";
import { parseEnvironments } from "../../core/environment/parse-environments.ts";
import { parseRunbook } from "../../core/runbook/parse-runbook.ts";
import { formatProblems, type Problem } from "../../core/source/problem.ts";
import { CONFIG_NAME, findConfig } from "../config/find-config.ts";
import { catalog } from "../runbooks/catalog.ts";
import { configuredFolders } from "../runbooks/configured-folders.ts";
import { listRunbookFiles } from "../runbooks/find-runbook.ts";
import { shownPath } from "../runbooks/load-runbook.ts";
import { UsageError } from "../usage-error.ts";

/** Checks files offline; every problem of every file at once. Exit 0, or 2 where anything is wrong. */
export async function validate(given: readonly string[]): Promise<number> {
  const cwd = process.cwd();
  const files = given.length === 0 ? await allFiles(cwd) : given.map((file) => resolve(cwd, file));
  let broken = 0;
  for (const file of files) {
    const shown = shownPath(file, cwd);
    const problems = problemsOf(await read(file, shown), file, shown);
    if (problems.length === 0) process.stdout.write(`ok    ${shown}\n`);
    else {
      broken += 1;
      process.stdout.write(`FAIL  ${shown}\n${formatProblems(problems)}\n\n`);
    }
  }
  process.stdout.write(`${files.length - broken} of ${files.length} files are valid\n`);
  return broken === 0 ? 0 : 2;
}

async function allFiles(cwd: string): Promise<readonly string[]> {
  const config = await findConfig(cwd, process.env);
  const folders = await configuredFolders(cwd, process.env);
  const runbooks = await listRunbookFiles(folders);
  return [...(config === null ? [] : [config.path]), ...runbooks.values()];
}

function problemsOf(text: string, file: string, shown: string): readonly Problem[] {
  const parsed = file.endsWith(CONFIG_NAME)
    ? parseEnvironments(text, shown, dirname(file), homedir())
    : parseRunbook(text, shown, catalog);
  return parsed.ok ? [] : parsed.problems;
}

async function read(file: string, shown: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new UsageError(`cannot read ${shown}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

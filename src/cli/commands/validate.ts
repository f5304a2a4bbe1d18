import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, resolve } from "node:path";
import { fileTrouble } from "../../clients/file-trouble.ts";
import { parseEnvironments } from "../../core/environment/parse-environments.ts";
import { parseRunbook } from "../../core/runbook/parse-runbook.ts";
import { withoutControls } from "../../core/text/plain-text.ts";
import { formatProblems } from "../../core/source/problem.ts";
import { legible } from "../../reporters/text/view.ts";
import { CONFIG_NAME, findConfig } from "../config/find-config.ts";
import { viewOf } from "../output/view-of.ts";
import { catalog } from "../runbooks/catalog.ts";
import { configuredFolders } from "../runbooks/configured-folders.ts";
import { listRunbookFiles, type RunbookFile } from "../runbooks/find-runbook.ts";
import { shownPath } from "../runbooks/load-runbook.ts";

/** Checks files offline; every problem of every file at once. Exit 0, or 2 where anything is wrong. */
export async function validate(given: readonly string[]): Promise<number> {
  const cwd = process.cwd();
  const files =
    given.length === 0 ? await allFiles(cwd) : given.map((file) => ({ file: resolve(cwd, file), calledAs: null }));
  let broken = 0;
  for (const one of files) {
    const shown = shownPath(one.file, cwd);
    const problems = await problemsOf(one, shown);
    if (problems === null) print(`ok    ${shown}\n`);
    else {
      broken += 1;
      print(`FAIL  ${shown}\n${problems}\n\n`);
    }
  }
  print(`${files.length - broken} of ${files.length} files are valid\n`);
  return broken === 0 ? 0 : 2;
}

async function allFiles(cwd: string): Promise<readonly RunbookFile[]> {
  const config = await findConfig(cwd, process.env);
  const folders = await configuredFolders(cwd, process.env);
  const runbooks = await listRunbookFiles(folders);
  return [...(config === null ? [] : [{ file: config.path, calledAs: null }]), ...runbooks];
}

/** null: nothing is wrong. A file that cannot be read is one problem more, and keeps no other from being checked. */
async function problemsOf({ file, calledAs }: RunbookFile, shown: string): Promise<string | null> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    return `cannot read ${shown}: ${fileTrouble(error)}\n  → give the files to check, or none for the shipped and configured ones`;
  }
  const parsed = file.endsWith(CONFIG_NAME)
    ? parseEnvironments(text, shown, dirname(file), homedir())
    : parseRunbook(text, shown, catalog, calledAs);
  return parsed.ok ? null : formatProblems(parsed.problems);
}

function print(text: string): void {
  process.stdout.write(legible(withoutControls(text), viewOf(process.stdout, process.env, Date.now())));
}

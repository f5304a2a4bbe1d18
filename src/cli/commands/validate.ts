import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, dirname, resolve } from "node:path";
import { fileTrouble } from "../../clients/file-trouble.ts";
import { parseEnvironments } from "../../core/environment/parse-environments.ts";
import { problemsAt } from "../../core/environment/problems-at.ts";
import { parseRunbook } from "../../core/runbook/parse-runbook.ts";
import { withoutControls } from "../../core/text/plain-text.ts";
import { formatProblems } from "../../core/source/problem.ts";
import { legible } from "../../reporters/text/view.ts";
import { misspeltRemarks, readableFolders, unfitRemarks } from "../config/check-config.ts";
import { CONFIG_NAME, findConfig } from "../config/find-config.ts";
import { viewOf } from "../output/view-of.ts";
import { catalog } from "../runbooks/catalog.ts";
import { listRunbookFiles, type RunbookFile, runbookFolders } from "../runbooks/find-runbook.ts";
import { loadAll } from "../runbooks/load-all.ts";
import { shownPath } from "../runbooks/load-runbook.ts";

/** Checks files offline; every problem of every file at once. Exit 0, or 2 where anything is wrong. */
export async function validate(given: readonly string[]): Promise<number> {
  const cwd = process.cwd();
  const files =
    given.length === 0 ? await allFiles(cwd) : given.map((file) => ({ file: resolve(cwd, file), calledAs: null }));
  let broken = 0;
  for (const one of files) {
    const shown = shownPath(one.file, cwd);
    const { problems, remarks } = await checked(one, shown, cwd);
    if (problems !== "") broken += 1;
    const told = [problems, remarks].filter((text) => text !== "").join("\n\n");
    const head = problems !== "" ? "FAIL  " : remarks !== "" ? "NOTE  " : "ok    ";
    print(`${head}${shown}\n${told === "" ? "" : `${told}\n\n`}`);
  }
  print(`${files.length - broken} of ${files.length} files are valid\n`);
  return broken === 0 ? 0 : 2;
}

/** The configuration, and the runbooks of the folders that it names and that can be read: what is wrong with the others is a problem of the configuration. */
async function allFiles(cwd: string): Promise<readonly RunbookFile[]> {
  const config = await findConfig(cwd, process.env);
  if (config === null) return listRunbookFiles(runbookFolders([]));
  const parsed = parseEnvironments(config.text, config.path, dirname(config.path), homedir());
  const { folders } = await readableFolders(parsed.ok ? parsed.runbooks : [], config.path);
  return [{ file: config.path, calledAs: null }, ...(await listRunbookFiles(runbookFolders(folders)))];
}

/** What is wrong, and what is odd; empty where nothing is. */
interface Checked {
  readonly problems: string;
  readonly remarks: string;
}

/** A file that cannot be read is one problem more, and keeps no other from being checked. */
async function checked({ file, calledAs }: RunbookFile, shown: string, cwd: string): Promise<Checked> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    const problems = `cannot read ${shown}: ${fileTrouble(error)}\n  → give the files to check, or none for the shipped and configured ones`;
    return { problems, remarks: "" };
  }
  if (basename(file) === CONFIG_NAME) return checkedConfig(text, file, shown, cwd);
  const parsed = parseRunbook(text, shown, catalog, calledAs);
  return { problems: parsed.ok ? "" : formatProblems(parsed.problems), remarks: "" };
}

async function checkedConfig(text: string, file: string, shown: string, cwd: string): Promise<Checked> {
  const parsed = parseEnvironments(text, shown, dirname(file), homedir());
  if (!parsed.ok) return { problems: formatProblems(parsed.problems), remarks: "" };
  const { environments } = parsed;
  const { folders, remarks } = await readableFolders(parsed.runbooks, file);
  const { loaded } = await loadAll(runbookFolders(folders), cwd);
  const runbooks = loaded.map(({ runbook }) => runbook);
  const told = (found: typeof remarks): string => formatProblems(problemsAt(text, shown, found));
  return {
    problems: told([...remarks, ...unfitRemarks(environments, runbooks)]),
    remarks: told(misspeltRemarks(environments, runbooks)),
  };
}

function print(text: string): void {
  process.stdout.write(legible(withoutControls(text), viewOf(process.stdout, process.env, Date.now())));
}

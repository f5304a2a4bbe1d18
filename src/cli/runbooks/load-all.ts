import { listRunbookFiles, type RunbookFile } from "./find-runbook.ts";
import { loadRunbook, shownPath, type LoadedRunbook } from "./load-runbook.ts";
import { UsageError } from "../usage-error.ts";

/** Every runbook of the folders, and a line for each that is not valid. */
export async function loadAll(
  folders: readonly string[],
  cwd: string,
): Promise<{ readonly loaded: readonly LoadedRunbook[]; readonly broken: readonly string[] }> {
  const files = await listRunbookFiles(folders);
  const results = await Promise.all(files.map((file) => loaded(file, cwd)));
  return {
    loaded: results.filter((result) => typeof result !== "string"),
    broken: results.filter((result) => typeof result === "string"),
  };
}

async function loaded(file: RunbookFile, cwd: string): Promise<LoadedRunbook | string> {
  try {
    return await loadRunbook(file, cwd);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return `${shownPath(file.file, cwd)} is not valid: bigops validate`;
  }
}

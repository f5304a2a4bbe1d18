import { access, readdir } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { fileTrouble } from "../../clients/file-trouble.ts";
import { didYouMean } from "../nearest-name.ts";
import { packageRoot } from "../package-root.ts";
import { UsageError } from "../usage-error.ts";

/** The folders that runbooks are looked up in: the shipped ones, then those of bigops.yaml. */
export function runbookFolders(configured: readonly string[]): readonly string[] {
  return [join(packageRoot(), "runbooks"), ...configured];
}

/** A runbook's file, and the name that its folder calls it by; null where the file was named by itself. */
export interface RunbookFile {
  readonly file: string;
  readonly calledAs: string | null;
}

/** Every runbook file of the folders; a name found twice is an error that lists both. */
export async function listRunbookFiles(
  folders: readonly string[],
): Promise<readonly { readonly file: string; readonly calledAs: string }[]> {
  const found = new Map<string, string>();
  for (const folder of folders)
    for (const file of await yamlFiles(folder)) {
      const name = basename(file).replace(/\.ya?ml$/, "");
      const other = found.get(name);
      if (other !== undefined)
        throw new UsageError(`runbook "${name}" is there twice: ${other} and ${file}`, "rename or remove one of them");
      found.set(name, file);
    }
  return [...found].map(([calledAs, file]) => ({ file, calledAs }));
}

export function looksLikeFile(nameOrFile: string): boolean {
  return /[/\\]|\.ya?ml$/.test(nameOrFile);
}

/** The file of a runbook: a path where it looks like one, else a name of the folders. */
export async function findRunbook(nameOrFile: string, folders: readonly string[], cwd: string): Promise<RunbookFile> {
  if (looksLikeFile(nameOrFile)) {
    const path = resolve(cwd, nameOrFile);
    if (await exists(path)) return { file: path, calledAs: null };
    throw new UsageError(
      `there is no runbook file ${nameOrFile}`,
      "bigops list shows the runbooks that need only their name",
    );
  }
  const files = await listRunbookFiles(folders);
  const file = files.find(({ calledAs }) => calledAs === nameOrFile);
  if (file !== undefined) return file;
  const names = files.map(({ calledAs }) => calledAs);
  throw new UsageError(
    `there is no runbook "${nameOrFile}".${didYouMean(nameOrFile, names)}`,
    `there are: ${names.join(", ")}; or give a file`,
  );
}

async function yamlFiles(folder: string): Promise<readonly string[]> {
  try {
    const names = await readdir(folder);
    return names
      .filter((name) => /\.ya?ml$/.test(name))
      .toSorted()
      .map((name) => join(folder, name));
  } catch (error) {
    throw new UsageError(
      `cannot read the runbook folder ${folder}: ${fileTrouble(error)}`,
      "correct runbooks: in bigops.yaml",
    );
  }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

import { findConfig } from "../config/find-config.ts";
import { readConfig } from "../config/read-config.ts";
import { warn } from "../output/warn.ts";
import { UsageError } from "../usage-error.ts";
import { listRunbookFiles, looksLikeFile, runbookFolders } from "./find-runbook.ts";

/** The shipped folder and those that bigops.yaml adds. */
export async function configuredFolders(cwd: string, env: NodeJS.ProcessEnv): Promise<readonly string[]> {
  const config = await findConfig(cwd, env);
  return runbookFolders(config === null ? [] : readConfig(config).runbooks);
}

/**
 * The same for the sandbox, which needs no configuration: where that cannot be used, the shipped runbooks remain. It is said where a runbook is asked for
 * that is none of them. `named`: what is asked for; empty: any.
 */
export async function foldersForSandbox(
  cwd: string,
  env: NodeJS.ProcessEnv,
  named: readonly string[],
): Promise<readonly string[]> {
  try {
    const folders = await configuredFolders(cwd, env);
    for (const folder of folders) await listRunbookFiles([folder]);
    return folders;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const shipped = runbookFolders([]);
    const known = (await listRunbookFiles(shipped)).map(({ calledAs }) => calledAs);
    if (named.length === 0 || !named.every((name) => looksLikeFile(name) || known.includes(name)))
      warn(`${error.message.split("\n")[0] ?? ""}: only the shipped runbooks are known\n  bigops validate says more`);
    return shipped;
  }
}

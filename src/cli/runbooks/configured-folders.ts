import { findConfig } from "../config/find-config.ts";
import { readConfig } from "../config/read-config.ts";
import { runbookFolders } from "./find-runbook.ts";

/** The shipped folder and those that bigops.yaml adds. */
export async function configuredFolders(cwd: string, env: NodeJS.ProcessEnv): Promise<readonly string[]> {
  const config = await findConfig(cwd, env);
  return runbookFolders(config === null ? [] : readConfig(config).runbooks);
}

import { access, readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import envPaths from "env-paths";
import { fileTrouble } from "../../clients/file-trouble.ts";
import { UsageError } from "../usage-error.ts";

export const CONFIG_NAME = "bigops.yaml";

export interface ConfigFile {
  readonly path: string;
  readonly text: string;
}

/** The nearest bigops.yaml from the working directory upwards, else `$BIGOPS_CONFIG`, else the user's config folder; null: there is none. */
export async function findConfig(cwd: string, env: NodeJS.ProcessEnv): Promise<ConfigFile | null> {
  const named = env["BIGOPS_CONFIG"];
  for (const path of [...upwards(cwd), ...(named === undefined ? [] : [resolve(cwd, named)]), userConfig()])
    if (await exists(path)) return { path, text: await read(path) };
  if (named !== undefined) throw new UsageError(`$BIGOPS_CONFIG names ${named}, which is not there`);
  return null;
}

/** Where a user's own configuration lives when no project has one. */
function userConfig(): string {
  return join(envPaths("bigops", { suffix: "" }).config, CONFIG_NAME);
}

function upwards(cwd: string): readonly string[] {
  const parent = dirname(cwd);
  return [join(cwd, CONFIG_NAME), ...(parent === cwd ? [] : upwards(parent))];
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw new UsageError(`cannot read ${path}: ${fileTrouble(error)}`, "check the path and its permissions");
  }
}

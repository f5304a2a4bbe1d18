import { homedir } from "node:os";
import { dirname } from "node:path";
import type { Environment } from "../../core/environment/environment.ts";
import { parseEnvironments } from "../../core/environment/parse-environments.ts";
import { resolvePath } from "../../core/environment/resolve-path.ts";
import { formatProblems } from "../../core/source/problem.ts";
import { UsageError } from "../usage-error.ts";
import type { ConfigFile } from "./find-config.ts";

export interface Configuration {
  readonly defaultName: string | null;
  /** Absolute folders. */
  readonly runbooks: readonly string[];
  readonly environments: ReadonlyMap<string, Environment>;
}

let last: { readonly file: ConfigFile; readonly configuration: Configuration } | null = null;

/** The configuration of a file; all that is wrong with it at once, with line and column. A command asks for it several times, and it is understood once. */
export function readConfig(file: ConfigFile): Configuration {
  if (last?.file.path === file.path && last.file.text === file.text) return last.configuration;
  const configuration = understood(file);
  last = { file, configuration };
  return configuration;
}

/** A folder of runbooks as the configuration at `path` writes it. */
export function runbookFolder(written: string, path: string): string {
  return resolvePath(written, dirname(path), homedir()) ?? written;
}

function understood({ path, text }: ConfigFile): Configuration {
  const parsed = parseEnvironments(text, path, dirname(path), homedir());
  if (!parsed.ok) throw new UsageError(`${path} is not usable\n\n${formatProblems(parsed.problems)}`);
  return {
    defaultName: parsed.default,
    runbooks: parsed.runbooks.map((folder) => runbookFolder(folder, path)),
    environments: parsed.environments,
  };
}

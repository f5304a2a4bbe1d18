import type { Environment } from "../../core/environment/environment.ts";
import type { Remark } from "../../core/environment/problems-at.ts";
import { nearestName } from "../../core/source/nearest-name.ts";
import type { Runbook } from "../../core/runbook/runbook.ts";
import { unfitDefaults } from "../../core/runbook/unfit-defaults.ts";
import { catalog } from "../runbooks/catalog.ts";
import { listRunbookFiles } from "../runbooks/find-runbook.ts";
import { runbookFolder } from "./read-config.ts";
import { UsageError } from "../usage-error.ts";

type Environments = ReadonlyMap<string, Environment>;

/** The folders of a configuration that can be read, and what is wrong with the others. */
export async function readableFolders(
  written: readonly string[],
  path: string,
): Promise<{ readonly folders: readonly string[]; readonly remarks: readonly Remark[] }> {
  const folders: string[] = [];
  const remarks: Remark[] = [];
  for (const [index, one] of written.entries()) {
    const folder = runbookFolder(one, path);
    try {
      await listRunbookFiles([folder]);
      folders.push(folder);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      remarks.push({ path: ["runbooks", index], message: error.message, suggestion: error.hint });
    }
  }
  return { folders, remarks };
}

/** Parameters of environments that a runbook cannot take. */
export function unfitRemarks(environments: Environments, runbooks: readonly Runbook[]): readonly Remark[] {
  return [...environments].flatMap(([name, { parameters }]) =>
    unfitDefaults(runbooks, parameters, catalog).map(({ parameter, message, runbooks: users }) => ({
      path: ["environments", name, "parameters", parameter],
      message: `parameter ${parameter} ${message}`,
      suggestion: `it is one of ${users.join(", ")}: bigops explain ${users[0] ?? "RUNBOOK"} tells what it is for`,
    })),
  );
}

/** Parameters that no runbook has and that are nearly one that there is. A runbook that is run as a file may have them all the same. */
export function misspeltRemarks(environments: Environments, runbooks: readonly Runbook[]): readonly Remark[] {
  const known = [...new Set(runbooks.flatMap(({ parameters }) => Object.keys(parameters)))];
  return [...environments].flatMap(([name, { parameters }]) =>
    Object.keys(parameters)
      .filter((parameter) => !known.includes(parameter))
      .flatMap((parameter) => {
        const meant = nearestName(
          parameter,
          known.filter((other) => !(other in parameters)),
        );
        return meant === null
          ? []
          : [
              {
                path: ["environments", name, "parameters", parameter],
                message: `no runbook here has a parameter ${parameter}`,
                suggestion: `did you mean ${meant}?`,
              },
            ];
      }),
  );
}

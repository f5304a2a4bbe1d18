import { existsSync, writeFileSync } from "node:fs";

/** Beside the journal: an export is no event of the run, and whoever holds it meanwhile finds this as well. */
function markIn(runFolder: string): string {
  return `${runFolder}/exported`;
}

/** Notes that somebody may go on with the run elsewhere from now on. Throws where the folder cannot be written. */
export function markExported(runFolder: string): void {
  writeFileSync(markIn(runFolder), "", { mode: 0o600 });
}

/** Whether the run was exported from here, by whomever. */
export function wasExported(runFolder: string): boolean {
  return existsSync(markIn(runFolder));
}

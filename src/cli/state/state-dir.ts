import { homedir } from "node:os";
import { join, resolve } from "node:path";
import envPaths from "env-paths";

/** Where runs are kept: as told, else `$BIGOPS_STATE_DIR`, else the user's state folder (`$XDG_STATE_HOME` on Linux, Application Support on macOS). */
export function stateDir(given: string | undefined, env: NodeJS.ProcessEnv, cwd: string): string {
  const told = given ?? env["BIGOPS_STATE_DIR"];
  if (told !== undefined && told !== "") return resolve(cwd, told);
  if (process.platform === "darwin") return envPaths("bigops", { suffix: "" }).data;
  return join(env["XDG_STATE_HOME"] || join(homedir(), ".local", "state"), "bigops");
}

/** What has to be given again for the same runs to be found from any folder; null: nothing was. */
export function givenStateDir(given: string | undefined, cwd: string): string | null {
  return given === undefined || given === "" ? null : resolve(cwd, given);
}

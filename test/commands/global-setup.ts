import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The commands are tested as a user runs them: from the bundle, built once for all of them. */
export function setup(): void {
  execFileSync(process.execPath, ["scripts/build.mjs"], {
    cwd: fileURLToPath(new URL("../..", import.meta.url)),
    stdio: "inherit",
  });
}

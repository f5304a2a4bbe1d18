import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Builds the program as it is published; the path of its executable. */
export function builtProgram(): string {
  execFileSync(process.execPath, ["scripts/build.mjs"], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  return fileURLToPath(new URL("../bin/bigops.js", import.meta.url));
}

import { writeSync } from "node:fs";
import { version } from "../version.ts";

/**
 * Answers `--version` before anything is loaded, as scripts ask for it often: even `process.stdout` would cost more than all the rest. False where something
 * else is asked, or where stdout takes nothing at the moment: the program has its ways to wait and its words.
 */
export function tellVersion(args: readonly string[]): boolean {
  if (args.length !== 1 || (args[0] !== "--version" && args[0] !== "-V")) return false;
  try {
    writeSync(1, `${version}\n`);
    return true;
  } catch {
    return false;
  }
}

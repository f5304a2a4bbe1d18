import { shellOption } from "./shell-quote.ts";

/** A command of this program about a run, as a shell takes it; where the runs' folder was given as an option (`stateDir`), it needs it, too. */
export function bigopsCommand(words: string, stateDir: string | null): string {
  return `bigops ${words}${stateDir === null ? "" : ` ${shellOption("--state-dir", stateDir)}`}`;
}

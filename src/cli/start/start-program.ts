import { join } from "node:path";
import { loadProgram } from "./load-program.ts";
import { readAuthoritiesAside } from "./read-authorities.ts";

/** Loads the program and runs a command; its exit code is the process's. */
export async function startProgram(args: readonly string[]): Promise<void> {
  readAuthoritiesAside(args);
  const { runProgram } = loadProgram(join(import.meta.dirname, "program.cjs"), args[0] ?? "");
  process.exitCode = await runProgram(args);
}

import input from "@inquirer/input";
import type { Terminal } from "./ask.ts";

/** A protected environment wants its name typed; anything else approves nothing. */
export async function confirmName(name: string, terminal: Terminal, signal: AbortSignal | undefined): Promise<boolean> {
  const typed = await input(
    { message: `${name} is protected. Type its name to apply:` },
    { ...terminal, ...(signal === undefined ? {} : { signal }) },
  );
  if (typed.trim() === name) return true;
  terminal.output.write(`That is not "${name}"; nothing was approved.\n`);
  return false;
}

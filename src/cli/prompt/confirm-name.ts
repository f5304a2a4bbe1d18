import askForText from "@inquirer/input";
import { printable } from "../../reporters/text/printable.ts";
import { legible } from "../../reporters/text/view.ts";
import type { Terminal } from "./ask.ts";
import { promptTheme } from "./theme.ts";

/** A protected environment wants its name typed; anything else approves nothing. */
export async function confirmName(name: string, terminal: Terminal, signal: AbortSignal | undefined): Promise<boolean> {
  const { input, output, view } = terminal;
  // As at the question before: a terminal that is opened for nothing stays open.
  signal?.throwIfAborted();
  const typed = await askForText(
    { message: legible(`${printable(name)} is protected. Type its name to apply:`, view), theme: promptTheme(view) },
    { input, output, ...(signal === undefined ? {} : { signal }) },
  );
  if (typed.trim() === name) return true;
  output.write(legible(`That is not "${printable(name)}"; nothing was approved.\n`, view));
  return false;
}

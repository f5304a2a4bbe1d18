import type { RunDocument } from "../../core/document/run-document.ts";
import type { RunEvent } from "../../core/run/event.ts";
import { parseOutputs } from "../output/outputs.ts";
import { writeOutputs } from "../output/write-outputs.ts";
import { SessionScreen } from "../screen/session-screen.ts";
import { givenStateDir } from "../state/state-dir.ts";
import type { ContinueOptions } from "./continue-run.ts";

/** Prints the document of a run that this process does not hold, in the form that was asked for; resolves to its code. */
export async function printDocument(
  document: RunDocument,
  events: readonly RunEvent[],
  options: Pick<ContinueOptions, "output" | "verbose" | "stateDir">,
): Promise<number> {
  const outputs = parseOutputs(options.output);
  const text = new SessionScreen({
    outputs,
    verbose: options.verbose === true,
    quiet: false,
    stateDir: givenStateDir(options.stateDir, process.cwd()),
  }).conclude(document);
  await writeOutputs(outputs, document, events, text);
  return document.exitCode;
}

import { documentOf } from "../../core/document/document-of.ts";
import { renderScreen } from "../../reporters/text/screen.ts";
import { parseOutputs, screenOnStderr } from "../output/outputs.ts";
import { viewOf } from "../output/view-of.ts";
import { writeOutputs } from "../output/write-outputs.ts";
import { givenStateDir, stateDir } from "../state/state-dir.ts";
import { latestRun } from "../state/latest-run.ts";
import { renderEvent } from "../../reporters/events.ts";

interface ShowOptions {
  readonly stateDir?: string;
  readonly output: readonly string[];
  readonly verbose?: boolean;
}

/** Prints a run as it stands, asked of its holder where one is alive; asks no system and pages nobody. */
export async function show(id: string, options: ShowOptions): Promise<number> {
  const outputs = parseOutputs(options.output);
  const { state, events, recorded, held, silent, kubectl } = await latestRun(
    stateDir(options.stateDir, process.env, process.cwd()),
    id,
  );
  const document = documentOf(state, { recorded, aim: kubectl, held: held || silent, nowMs: Date.now() });
  const view = viewOf(process.stdout, process.env, Date.now(), givenStateDir(options.stateDir, process.cwd()));
  const text = renderScreen(
    document,
    { verbose: options.verbose === true, ending: true, isHeld: held || silent },
    view,
  );
  if (!screenOnStderr(outputs)) process.stdout.write(text);
  if (outputs.some((output) => output.format === "events" && output.file === null))
    for (const event of events) process.stdout.write(renderEvent(event));
  await writeOutputs(outputs, document, events, text);
  return 0;
}

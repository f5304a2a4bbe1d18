import { warn } from "../output/warn.ts";
import { continueRun } from "../run/continue-run.ts";
import { operator } from "../run/operator.ts";
import { latestRun } from "../state/latest-run.ts";
import { stateDir } from "../state/state-dir.ts";
import { realWorld } from "../../drivers/local/real-world/real-world.ts";
import { successorInWords } from "../../core/run/handover.ts";
import { refusal } from "../../core/run/machine.ts";

/** Acknowledges: told to the process that holds the run, or recorded by this one where there is none. */
export async function ack(id: string, options: { readonly stateDir?: string }): Promise<number> {
  const { state, folder } = await latestRun(stateDir(options.stateDir, process.env, process.cwd()), id);
  const event = { type: "acknowledged" as const, by: operator(null) };
  const problem = refusal(state, event);
  if (problem !== null) {
    warn(`run ${id} needs no acknowledgement: ${problem}`);
    return 0;
  }
  const answer = await realWorld.holder.send(folder, { op: "event", event });
  if (answer !== null && !answer.ok) {
    warn(`not taken: ${answer.reason}`);
    return 7;
  }
  if (answer === null)
    await continueRun(
      id,
      { say: () => Promise.resolve([event]), reopens: false, visits: true },
      { ...options, output: [] },
    );
  const told = (await latestRun(stateDir(options.stateDir, process.env, process.cwd()), id)).state;
  const { successor } = told;
  if (successor !== null) {
    warn(`not taken: run ${id} was taken over by ${successorInWords(successor)}: bigops ack ${successor.run} there`);
    return 7;
  }
  if (told.acknowledgement === null) {
    warn(`not taken: ${refusal(told, event) ?? `run ${id} does not hold it; try again`}`);
    return 7;
  }
  process.stdout.write(`acknowledged: nobody else is paged for run ${id}; you stay responsible\n`);
  return 0;
}

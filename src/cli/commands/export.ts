import type { RunState } from "../../core/run/state.ts";
import { exportRun } from "../../drivers/local/handover/export-run.ts";
import { realWorld } from "../../drivers/local/real-world/real-world.ts";
import { fileTrouble } from "../../clients/file-trouble.ts";
import { markExported } from "../handover/exported-mark.ts";
import { SANDBOX } from "../config/load-environment.ts";
import { warn } from "../output/warn.ts";
import { writeWhole } from "../output/write-whole.ts";
import { loadConnection } from "../run/connection.ts";
import { operator } from "../run/operator.ts";
import { recordedWrites } from "../sandbox/sandbox-environment.ts";
import { latestRun } from "../state/latest-run.ts";
import { stateDir } from "../state/state-dir.ts";
import { UsageError } from "../usage-error.ts";
import { version } from "../version.ts";

/** Writes a run as one file that another machine can go on with; asks no system. The run itself is noted to be exported, and stays as it is. */
export async function exportOf(id: string, output: string | null, stateFolder: string | undefined): Promise<number> {
  const { state, folder, recorded } = await latestRun(stateDir(stateFolder, process.env, process.cwd()), id);
  if (!recorded)
    throw new UsageError(`run ${id} is not recorded any more: its journal does not tell all that happened`);
  const { environment, context, namespace, sandbox } = await loadConnection(folder);
  const { user, host } = operator(null);
  const text = await exportRun(realWorld.disk, folder, {
    exportedAtMs: Date.now(),
    by: { user, host },
    version,
    reached: { environment, context, namespace },
    sandbox: sandbox === null ? null : { ...sandbox, writes: [...recordedWrites(folder)] },
  });
  if (state.ended === null) noteExported(folder, id);
  if (output === null) process.stdout.write(text);
  else await writeWhole(output, text);
  for (const line of said(state, output ?? "FILE")) warn(line);
  return 0;
}

/** Handing over from a disk that is full is no time to refuse: the run still looks at its lease, but for the moments when that cannot be read. */
function noteExported(folder: string, id: string): void {
  try {
    markExported(folder);
  } catch (error) {
    warn(`run ${id} will not know that it was exported: ${folder}: ${fileTrouble(error)}`);
  }
}

/** What the one who hands over has to know: how it is taken over, and whether this run will hear of it. */
function said({ ended, run }: RunState, file: string): readonly string[] {
  if (ended !== null) return [`run ${run.id} has ended: its file tells the story, and there is nothing to take over`];
  const heard =
    run.environment.cluster === "none" || run.environment.name === SANDBOX
      ? "It has no cluster that could tell it so: stop it here before it is taken over there."
      : "Once it is, this run sends no write and no page any more: it looks at its lease before each, and waits where it cannot.";
  return [`run ${run.id} can be taken over with: bigops resume ${file}`, heard];
}

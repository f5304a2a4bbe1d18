import type { RunMode } from "../../core/run/run-identity.ts";
import { didYouMean } from "../nearest-name.ts";
import { parseOutputs } from "../output/outputs.ts";
import type { LoadedRunbook } from "../runbooks/load-runbook.ts";
import { knownFault } from "../sandbox/known-fault.ts";
import { givenStateDir } from "../state/state-dir.ts";
import { UsageError } from "../usage-error.ts";
import { attendanceHere } from "./attendance-here.ts";
import { type BeginOptions, beginRun } from "./begin-run.ts";
import type { Connection } from "./connection.ts";
import { holdSession, type SessionEnd } from "./hold-session.ts";
import { keepKubectlAim } from "./kubectl-aim.ts";
import { clusterUse } from "./needs-kubernetes.ts";
import { enterEnvironment } from "./open-environment.ts";
import { type ReachedEnvironment, reachEnvironment } from "./reach-environment.ts";

export interface StartOptions extends BeginOptions {
  readonly output: readonly string[];
  readonly wait?: boolean;
  readonly verbose?: boolean;
}

/** Begins a run of a loaded runbook and holds it to its end here. */
export async function startRun(
  loaded: LoadedRunbook,
  options: StartOptions,
  mode: RunMode,
  connection: Connection,
  reached: ReachedEnvironment | null,
): Promise<SessionEnd> {
  checkNames(loaded, options.check);
  if (connection.sandbox !== null) await knownFault(connection.sandbox.fault, loaded.runbook.name);
  const opened = await enterEnvironment(reached ?? (await reachEnvironment(connection, null)), {
    runbooks: [loaded.runbook],
    use: clusterUse(loaded.runbook, mode),
    logsIn: true,
  });
  try {
    const run = await beginRun(loaded, options, mode, opened, connection);
    if (run.recorder.notRecorded === null) {
      opened.record(run.folder);
      await keepKubectlAim(opened, run.folder);
    }
    return await holdSession({
      run,
      opened,
      outputs: parseOutputs(options.output),
      verbose: options.verbose === true,
      attendance: mode === "dry-run" ? "none" : attendanceHere(options.wait === true),
      first: [],
      quiet: false,
      stateDir: givenStateDir(options.stateDir, process.cwd()),
    });
  } finally {
    await opened.close();
  }
}

function checkNames({ runbook }: LoadedRunbook, checks: readonly string[]): void {
  const known = runbook.investigation.map((check) => check.id);
  for (const check of checks)
    if (!known.includes(check))
      throw new UsageError(
        `${runbook.name} has no check "${check}".${didYouMean(check, known)}`,
        `there are: ${known.join(", ")}`,
      );
}

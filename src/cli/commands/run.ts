import type { RunMode } from "../../core/run/run-identity.ts";
import { SANDBOX } from "../config/load-environment.ts";
import { didYouMean } from "../nearest-name.ts";
import { withFailureDocument } from "../output/failure-document.ts";
import { parseOutputs } from "../output/outputs.ts";
import { attendanceHere } from "../run/attendance-here.ts";
import { beginRun } from "../run/begin-run.ts";
import type { Connection } from "../run/connection.ts";
import { holdSession, type SessionEnd } from "../run/hold-session.ts";
import { needsKubernetes } from "../run/needs-kubernetes.ts";
import { earlyEnvironment } from "../run/early-environment.ts";
import { enterEnvironment, type ReachedEnvironment, reachEnvironment } from "../run/open-environment.ts";
import { configuredFolders } from "../runbooks/configured-folders.ts";
import { chooseRunbook } from "../runbooks/choose-runbook.ts";
import type { LoadedRunbook } from "../runbooks/load-runbook.ts";
import { UsageError } from "../usage-error.ts";
import { knownFault } from "../sandbox/known-fault.ts";

export interface RunOptions {
  readonly env?: string;
  readonly context?: string;
  readonly namespace?: string;
  readonly kubeconfig?: string;
  readonly alert?: string;
  readonly label: readonly string[];
  readonly dryRun?: boolean;
  readonly check: readonly string[];
  readonly timeout?: string;
  readonly param: readonly string[];
  readonly output: readonly string[];
  readonly wait?: boolean;
  readonly fault?: string;
  readonly seed?: string;
  readonly stateDir?: string;
  readonly verbose?: boolean;
}

/** Runs a runbook; the exit code is the run's final state. */
export function run(nameOrFile: string | null, options: RunOptions): Promise<number> {
  // Everything that can be wrong with the command line is said before anything is reached.
  const outputs = parseOutputs(options.output);
  return withFailureDocument(outputs, async () => {
    const cwd = process.cwd();
    const folders = await configuredFolders(cwd, process.env);
    const connection = connectionOf(options);
    const early = earlyEnvironment(connection);
    try {
      const { alert = null, label } = options;
      const chosen = await chooseRunbook(nameOrFile, alert, label, folders, cwd, early.connect);
      // What is given by hand goes before what the alert says.
      const given = { ...options, param: [...chosen.param, ...options.param] };
      const mode = options.dryRun === true ? "dry-run" : "run";
      const end = await startRun(chosen.loaded, given, mode, connection, early.reached());
      return end.exitCode;
    } finally {
      await early.reached()?.close();
    }
  });
}

/** Begins a run of a loaded runbook and holds it to its end here. */
async function startRun(
  loaded: LoadedRunbook,
  options: RunOptions,
  mode: RunMode,
  connection: Connection,
  reached: ReachedEnvironment | null,
): Promise<SessionEnd> {
  checkNames(loaded, options.check);
  if (connection.sandbox !== null) await knownFault(connection.sandbox.fault, loaded.runbook.name);
  const opened = await enterEnvironment(
    reached ?? (await reachEnvironment(connection, null)),
    needsKubernetes(loaded.runbook),
  );
  try {
    const run = await beginRun(loaded, options, mode, opened, connection);
    if (run.recorder.notRecorded === null) opened.record(run.folder);
    return await holdSession({
      run,
      opened,
      outputs: parseOutputs(options.output),
      verbose: options.verbose === true,
      attendance: mode === "dry-run" ? "none" : attendanceHere(options.wait === true),
      first: [],
      quiet: false,
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

function connectionOf(options: RunOptions): Connection {
  const sandbox = options.env === SANDBOX;
  if (!sandbox && (options.fault !== undefined || options.seed !== undefined))
    throw new UsageError("--fault and --seed are for the sandbox only", `add --env ${SANDBOX}`);
  const seed = Number(options.seed ?? "1");
  if (!Number.isSafeInteger(seed)) throw new UsageError(`--seed ${options.seed ?? ""} is no whole number`);
  return {
    environment: options.env ?? null,
    config: process.env["BIGOPS_CONFIG"] ?? null,
    context: options.context ?? null,
    namespace: options.namespace ?? null,
    kubeconfig: options.kubeconfig ?? null,
    cwd: process.cwd(),
    sandbox: sandbox ? { fault: options.fault ?? "none", seed, startedAtMs: Date.now() } : null,
  };
}

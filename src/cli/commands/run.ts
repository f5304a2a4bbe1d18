import { SANDBOX } from "../config/load-environment.ts";
import { parseOutputs } from "../output/outputs.ts";
import { type Connection, unlessEmpty } from "../run/connection.ts";
import { earlyEnvironment } from "../run/early-environment.ts";
import { configuredFolders, foldersForSandbox } from "../runbooks/configured-folders.ts";
import { type AskAlerts, chooseRunbook } from "../runbooks/choose-runbook.ts";
import { liveAlerts } from "../runbooks/live-alerts.ts";
import { seedOption } from "../sandbox/seed-option.ts";
import { UsageError } from "../usage-error.ts";

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
export async function run(nameOrFile: string | null, options: RunOptions): Promise<number> {
  // Everything that can be wrong with the command line is said before anything is reached.
  parseOutputs(options.output);
  const cwd = process.cwd();
  const connection = connectionOf(options);
  const named = nameOrFile === null ? [] : [nameOrFile];
  const folders = await (connection.sandbox === null
    ? configuredFolders(cwd, process.env)
    : foldersForSandbox(cwd, process.env, named));
  const early = earlyEnvironment(connection);
  try {
    const { alert = null, label } = options;
    const ask: AskAlerts = async (name, labels) => liveAlerts(await early.reach(), name, labels);
    const chosen = await chooseRunbook(nameOrFile, alert, label, folders, cwd, early.connect, ask, options.param);
    const given = { ...options, ofAlert: chosen.ofAlert };
    const mode = options.dryRun === true ? "dry-run" : "run";
    // Loaded while the connections come to stand.
    const { startRun } = await import("../run/start-run.ts");
    const end = await startRun(chosen.loaded, given, mode, connection, early.reached());
    return end.exitCode;
  } finally {
    await early.reached()?.close();
  }
}

function connectionOf(options: RunOptions): Connection {
  const sandbox = options.env === SANDBOX;
  if (!sandbox && (options.fault !== undefined || options.seed !== undefined))
    throw new UsageError("--fault and --seed are for the sandbox only", `add --env ${SANDBOX}`);
  const seed = seedOption(options.seed);
  return {
    environment: options.env ?? null,
    config: process.env["BIGOPS_CONFIG"] ?? null,
    context: unlessEmpty(options.context),
    namespace: unlessEmpty(options.namespace),
    kubeconfig: unlessEmpty(options.kubeconfig),
    cwd: process.cwd(),
    sandbox: sandbox ? { fault: options.fault ?? "none", seed, startedAtMs: Date.now() } : null,
  };
}

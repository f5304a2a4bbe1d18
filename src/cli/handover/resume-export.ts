import { documentOf } from "../../core/document/document-of.ts";
import { stat } from "node:fs/promises";
import { epochOf } from "../../core/run/handover.ts";
import { listRuns } from "../../drivers/local/list-runs.ts";
import { releaseRun } from "../../drivers/local/held-run.ts";
import { takeOverRun } from "../../drivers/local/handover/take-over-run.ts";
import { isRunId, runFolder } from "../../drivers/local/run-folder.ts";
import { realWorld } from "../../drivers/local/real-world/real-world.ts";
import { findConfig } from "../config/find-config.ts";
import { readConfig } from "../config/read-config.ts";
import { SANDBOX } from "../config/load-environment.ts";
import { warn } from "../output/warn.ts";
import { type Connection, connectionFile, unlessEmpty } from "../run/connection.ts";
import { continueRun, type ContinueOptions, goOn, movedTo } from "../run/continue-run.ts";
import { clusterUseOf, openEnvironment } from "../run/open-environment.ts";
import { operator } from "../run/operator.ts";
import { printDocument } from "../run/print-document.ts";
import { newRunId } from "../run/run-id.ts";
import { sandboxFiles } from "../sandbox/sandbox-environment.ts";
import { stateDir } from "../state/state-dir.ts";
import { stateOf } from "../state/stored-run.ts";
import { UsageError } from "../usage-error.ts";
import { version } from "../version.ts";
import { type Exported, readExportFile } from "./read-export-file.ts";

/** How the environment is reached from here, where it is called otherwise than there. */
export interface ReachOptions {
  readonly env?: string;
  readonly context?: string;
  readonly namespace?: string;
  readonly kubeconfig?: string;
}

/** Whether what was given names a file rather than a run: a run of that name goes first. */
export async function isExport(given: string, stateFolder: string): Promise<boolean> {
  const isThere = async (path: string): Promise<boolean> =>
    await stat(path).then(
      () => true,
      () => false,
    );
  if (!isRunId(given)) return /[/\\.]/.test(given) || (await isThere(given));
  return !(await isThere(runFolder(stateFolder, given))) && (await isThere(given));
}

/**
 * Goes on with a run of another machine, under a name of its own. One that has ended there is only told; one that was taken over here before goes on as
 * that. Nothing is left behind where the file, or the way to its environment, does not hold.
 */
export async function resumeExport(path: string, options: ContinueOptions & ReachOptions): Promise<number> {
  const exported = await readExportFile(path);
  const { events, header, state } = exported;
  if (state.ended !== null) return printDocument(documentOf(state), events, options);
  const folder = stateDir(options.stateDir, process.env, process.cwd());
  const known = await takenOverBefore(folder, header.hash);
  if (known !== null) {
    warn(`this export was taken over here already, as run ${known}: going on with that`);
    return continueRun(known, goOn, options);
  }
  return continueRun(await takeOver(exported, folder, options), goOn, options);
}

async function takenOverBefore(folder: string, hash: string): Promise<string | null> {
  const runs = await listRuns(realWorld, folder);
  return runs.find(({ events }) => events !== null && stateOf(events).run.origin?.hash === hash)?.id ?? null;
}

/** Begins the run here, recorded; its id. */
async function takeOver({ events, header, state }: Exported, folder: string, options: ReachOptions): Promise<string> {
  const connection = await connectionHere({ header, state }, options);
  const environment = await environmentHere(state, connection);
  const { user, host } = header.by;
  const beside = { ...connectionFile(connection), ...sandboxFiles(header.sandbox?.writes ?? []) };
  for (;;) {
    const id = newRunId(state.run.runbook.name);
    const run = await takeOverRun({
      world: realWorld,
      stateDir: folder,
      events,
      handedOver: {
        run: { id, environment, operator: operator(null), version },
        from: { epoch: epochOf(state), user, host, hash: header.hash },
      },
      redact: (event) => event,
      beside,
    });
    if (run === null) continue;
    const { notRecorded } = run.recorder;
    await releaseRun(run);
    if (notRecorded !== null) throw new UsageError(`run ${state.run.id} was not taken over: ${notRecorded}`);
    warn(`run ${id} goes on with run ${state.run.id} of ${user}@${host}`);
    return id;
  }
}

/** The names that were used there, unless others are given; the paths are those from here. */
async function connectionHere(
  { header, state }: Pick<Exported, "header" | "state">,
  options: ReachOptions,
): Promise<Connection> {
  const { reached, sandbox } = header;
  const common = {
    config: process.env["BIGOPS_CONFIG"] ?? null,
    kubeconfig: unlessEmpty(options.kubeconfig),
    cwd: process.cwd(),
  };
  if (sandbox !== null) {
    const { writes: _, ...settings } = sandbox;
    return { ...common, environment: SANDBOX, context: null, namespace: null, kubeconfig: null, sandbox: settings };
  }
  return {
    ...common,
    environment: options.env ?? reached.environment ?? (await knownHere(state.run.environment.name)),
    context: unlessEmpty(options.context) ?? reached.context,
    namespace: unlessEmpty(options.namespace) ?? reached.namespace,
    sandbox: null,
  };
}

/** The default there may be another one here: the run's own is meant, where the configuration has it. */
async function knownHere(name: string): Promise<string | null> {
  const config = await findConfig(process.cwd(), process.env);
  return config !== null && readConfig(config).environments.has(name) ? name : null;
}

/** Throws UsageError where it is another one than the run began on, or ClientError where it cannot be opened. */
async function environmentHere(
  state: Exported["state"],
  connection: Connection,
): Promise<Exported["state"]["run"]["environment"]> {
  const { run } = state;
  if (connection.sandbox !== null) return run.environment;
  const visit = { runbooks: [run.runbook], use: clusterUseOf(run.environment), logsIn: false };
  const opened = await openEnvironment(connection, null, visit);
  try {
    const moved = await movedTo(opened, state);
    if (moved !== null)
      throw new UsageError(
        `environment ${run.environment.name} is another ${moved}`,
        "--env, --context, --namespace and --kubeconfig say how it is reached from here",
      );
    const { name, protected: isProtected, readOnly } = opened.environment;
    return { name, protected: isProtected, readOnly, place: opened.place, cluster: opened.cluster };
  } finally {
    await opened.close();
  }
}

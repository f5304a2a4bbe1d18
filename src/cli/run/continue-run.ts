import { ClientError } from "../../clients/client-error.ts";
import { documentOf } from "../../core/document/document-of.ts";
import type { Environment } from "../../core/environment/environment.ts";
import type { Attendance, EventOf, RunEventBody } from "../../core/run/event.ts";
import { openRun } from "../../drivers/local/open-run.ts";
import { releaseRun } from "../../drivers/local/held-run.ts";
import { realWorld } from "../../drivers/local/real-world/real-world.ts";
import { JournalError } from "../../drivers/local/journal/journal-error.ts";
import { type Standing, standing, untoldInWords } from "../perform/standing.ts";
import type { Refused } from "../output/say-refused.ts";
import { warn } from "../output/warn.ts";
import { parseOutputs } from "../output/outputs.ts";
import { givenStateDir, stateDir } from "../state/state-dir.ts";
import { storedRun, type StoredRun } from "../state/stored-run.ts";
import { UsageError } from "../usage-error.ts";
import { attendanceHere } from "./attendance-here.ts";
import { loadConnection } from "./connection.ts";
import { holdSession } from "./hold-session.ts";
import { keepKubectlAim, keptKubectlAim } from "./kubectl-aim.ts";
import { clusterUseOf, openEnvironment, type OpenEnvironment } from "./open-environment.ts";
import { configuredEnvironment } from "./reach-environment.ts";
import { isKnownCluster } from "./same-cluster.ts";
import { surroundingsOf } from "./surroundings-of.ts";
import { printDocument } from "./print-document.ts";
import { refuse, tellHolder } from "./tell-holder.ts";

export interface ContinueOptions {
  readonly stateDir?: string;
  readonly output: readonly string[];
  readonly wait?: boolean;
  readonly verbose?: boolean;
  /** The operator knows that nobody goes on with the run elsewhere. */
  readonly unfenced?: boolean;
}

/** Why it says nothing after all. */
type Unsaid = Pick<Refused, "message" | "hint">;

/** What a process comes to a run for. */
export interface Errand {
  /**
   * What it says, once it knows the operator's identity in the cluster; nothing: it only goes on. `configured`: the environment as it is written by
   * now, also where it could not be opened; null: a sandbox has none.
   */
  say(opened: OpenEnvironment | null, configured: Environment | null): Promise<readonly RunEventBody[] | Unsaid>;
  /** Whether an ended run is opened again for it. */
  readonly reopens: boolean;
  /** It says its word and leaves. */
  readonly visits: boolean;
}

export const goOn: Errand = { say: () => Promise.resolve([]), reopens: false, visits: false };

/** Takes a stored run over, or tells the process that holds it. */
export async function continueRun(id: string, errand: Errand, options: ContinueOptions): Promise<number> {
  const outputs = parseOutputs(options.output);
  const stored = await storedRun(stateDir(options.stateDir, process.env, process.cwd()), id);
  if (stored.state.ended !== null && !errand.reopens)
    return printDocument(
      documentOf(stored.state, { aim: await keptKubectlAim(stored.folder, stored.state.run) }),
      stored.events,
      options,
    );
  const held = await taken(stored);
  if (held === "held") return tellFromHere(stored, errand, options);
  try {
    const opened = await reach(stored, !errand.visits);
    try {
      await keepKubectlAim(opened, stored.folder);
      const attendance: Attendance = errand.visits ? "visitor" : attendanceHere(options.wait === true);
      const stands = await standsHere(stored, opened, options);
      const said = await errand.say(opened, opened.environment);
      if ("message" in said) {
        await releaseRun(held);
        return await refuse(stored, said, options);
      }
      const first = [...(stands.kind === "superseded" ? [supersededBy(stands)] : []), ...said];
      const verbose = options.verbose === true;
      const given = givenStateDir(options.stateDir, process.cwd());
      const end = await holdSession({
        run: held,
        opened,
        outputs,
        verbose,
        attendance,
        first,
        quiet: errand.visits,
        stateDir: given,
        unfenced: options.unfenced === true,
      });
      return end.exitCode;
    } finally {
      await opened.close();
    }
  } catch (error) {
    await releaseRun(held).catch(() => undefined);
    throw error;
  }
}

/** Who speaks is asked of the cluster from here; where it does not say, the person is told of without. A sandbox is inside the process that holds its run. */
async function tellFromHere(stored: StoredRun, errand: Errand, options: ContinueOptions): Promise<number> {
  const connection = await loadConnection(stored.folder);
  const isSandbox = connection.sandbox !== null;
  const opened = isSandbox ? null : await reach(stored, !errand.visits).catch(unlessClientError);
  try {
    const configured = isSandbox ? null : (opened?.environment ?? (await configuredEnvironment(connection)));
    const said = await errand.say(opened, configured);
    if ("message" in said) return await refuse(stored, said, options);
    return await tellHolder(stored, said, options, configured);
  } finally {
    await opened?.close();
  }
}

/** Another machine may have taken the run over meanwhile: whoever comes to it is told at once, also where that cannot be read. */
async function standsHere(
  { folder, state }: StoredRun,
  opened: OpenEnvironment,
  { unfenced }: ContinueOptions,
): Promise<Standing> {
  const around = surroundingsOf(
    state.run,
    opened,
    () => state,
    () => Promise.reject(new Error("nobody is asked")),
    null,
    { folder, unfenced: unfenced === true, say: warn },
  );
  const stands = await standing(around, undefined);
  if (stands.kind === "untold") warn(`nothing is changed and nobody paged: ${untoldInWords(around, stands.reason)}`);
  if (stands.kind === "unread" && (state.run.origin !== undefined || around.wasExported()))
    warn(`whether run ${state.run.id} was taken over elsewhere is not known: ${stands.reason}`);
  return stands;
}

function supersededBy({ by }: Extract<Standing, { kind: "superseded" }>): Omit<EventOf<"superseded">, "atMs"> {
  return { type: "superseded", by };
}

function unlessClientError(error: unknown): null {
  if (error instanceof ClientError) return null;
  throw error;
}

async function taken(stored: StoredRun): Promise<Awaited<ReturnType<typeof openRun>>> {
  try {
    return await openRun(realWorld, stored.folder);
  } catch (error) {
    if (error instanceof JournalError) throw new UsageError(error.message);
    throw error;
  }
}

/** Reaches the run's environment the way it was reached before; another cluster under the same name is refused. */
async function reach(stored: StoredRun, logsIn: boolean): Promise<OpenEnvironment> {
  const { run } = stored.state;
  const connection = await loadConnection(stored.folder);
  const visit = { runbooks: [run.runbook], use: clusterUseOf(run.environment), logsIn };
  const opened = await openEnvironment(connection, stored.folder, visit);
  const moved = await movedTo(opened, stored.state);
  if (moved === null) return opened;
  await opened.close();
  throw new UsageError(
    `environment ${run.environment.name} is another ${moved}`,
    "set the environment back, or start a new run",
  );
}

/** What this environment is by now, where it is not the one that the run began on. A context may be called otherwise, and a cluster have several URLs. */
export async function movedTo(opened: OpenEnvironment, state: StoredRun["state"]): Promise<string | null> {
  const began = state.run.environment;
  if (opened.cluster !== began.cluster && !(await isKnownCluster(state, opened)))
    return `cluster by now: the run began on ${began.cluster}, this is ${opened.cluster}`;
  const namespace = began.place.split("/").at(-1) ?? "";
  if (opened.namespace !== null && opened.namespace !== namespace)
    return `namespace by now: the run began in ${namespace}, this is ${opened.namespace}`;
  return null;
}

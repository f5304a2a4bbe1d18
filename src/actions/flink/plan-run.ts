import { ClientError } from "../../clients/client-error.ts";
import type { FlinkClient, FlinkJobSummary } from "../../clients/flink-client.ts";
import { findJobs, isOver } from "../../clients/flink/find-jobs.ts";
import type { Plan, Write } from "../../core/plan/plan.ts";
import { plainText } from "../../core/text/plain-text.ts";
import { shellQuote } from "../../core/text/shell-quote.ts";
import { PlanRefusal } from "../action.ts";
import { flinkRun } from "./equivalent-command.ts";
import { freshId } from "./fresh-id.ts";
import { identityOf } from "./identity.ts";
import { jarName, uploadedJar } from "./job-jar.ts";
import { iso, spanWords } from "./moment.ts";
import { refuseUnlessFits } from "./slots.ts";
import { latestState, type StartState } from "./start-state.ts";
import { argumentWarning } from "./run-arguments.ts";
import { runWrite, textIn, uploadWrite } from "./writes.ts";

export interface RunArguments {
  readonly job: string;
  readonly entryClass?: string | null | undefined;
  readonly args: readonly string[];
  readonly parallelism?: number | null | undefined;
  readonly from: string;
}

interface Moment {
  readonly nowMs: number;
  readonly shown: Plan | null;
  /** The parameter with the job's name, where an alert's label alone says that name; null: somebody who runs the platform does. */
  readonly hearsay: string | null;
  readonly signal: AbortSignal;
}

/** A job is up, or has failed, within this time; its state may be large. */
export const START_SECONDS = 180;

/** The plan that starts a job which does not run, from the newest state that its last run left. */
export async function planRun(type: string, flink: FlinkClient, wanted: RunArguments, moment: Moment): Promise<Plan> {
  const { nowMs, shown, hearsay, signal } = moment;
  const [jobs, cluster, local] = await Promise.all([flink.jobs(signal), flink.overview(signal), flink.localJar()]);
  const { live, over } = findJobs(jobs, wanted.job);
  const submitted = shown === null ? "" : textIn(shown.writes.at(-1)?.body ?? null, "jobId");
  const running = live.find((job) => job.id !== submitted);
  if (running !== undefined)
    throw new PlanRefusal("not-now", `job ${running.name} is there already: ${running.state}, id ${running.id}`);
  const before = over.filter((job) => job.id !== submitted);
  const name = before[0]?.name ?? wanted.job;
  if (name.includes("*"))
    throw new PlanRefusal(
      "unsaid",
      `no job is named ${wanted.job}: which one to start is not known; give its whole name`,
    );
  // Without a trace of it here there is no evidence that such a job ever was; and it would begin without state.
  if (before.length === 0 && hearsay !== null)
    throw new PlanRefusal(
      "unsaid",
      `the JobManager knows no job named ${plainText(name, 80)}, not even one that ended, and an alert's label alone says ` +
        `that there is one; if there is, run it again with --param ${shellQuote(`${hearsay}=${plainText(name, 80)}`)}`,
    );
  refuseUnlessFits(wanted.parallelism ?? 1, cluster.slotsAvailable, cluster.slotsTotal, cluster);
  const state = await stateFor(flink, wanted.from, before, signal);
  const jar = jarName(local);
  const there = await uploadedJar(flink, jar, signal);
  // What was shown is kept: the upload of a plan made again may have been made already.
  const uploads = shown === null ? there === null : shown.writes.length > 1;
  const jobId = submitted === "" ? freshId(name, local.sha256, before[0]?.id ?? null, nowMs) : submitted;
  const run = {
    jobId,
    job: name,
    jar,
    entryClass: wanted.entryClass ?? null,
    args: wanted.args,
    parallelism: wanted.parallelism ?? null,
    from: state?.path ?? null,
    configuration: {},
  };
  const upload = { name: jar, sha256: local.sha256, sizeBytes: local.bytes.byteLength };
  const writes: readonly Write[] = uploads ? [uploadWrite("1", upload), runWrite("2", run)] : [runWrite("1", run)];
  const last = before[0] ?? null;
  return {
    action: type,
    summary: `start ${name} ${state === null ? "without state" : fromWords(state)}`,
    target: { kind: "FlinkJob", namespace: "", name, uid: jobId },
    identity: identityOf({ job: name, last: last?.id ?? null, state: state?.path ?? null, jar: local.sha256 }),
    writes,
    instructions: [],
    changes: [
      { path: "job", from: last === null ? null : `${last.state} (${last.id})`, to: `RUNNING (${jobId})` },
      { path: "state", from: null, to: state?.path ?? "empty" },
    ],
    impact: {
      lines: [
        stateWords(state, last, nowMs),
        ...(uploads
          ? [`${jar} is uploaded first (${megabytes(local.bytes.byteLength)})`]
          : [`${jar} is uploaded already`]),
      ],
      keepServing: null,
      budgetAllows: null,
    },
    warnings: [...warningsOf(state, last, wanted, nowMs), ...(last === null ? twiceWarning(jobs, submitted) : [])],
    equivalent: flinkRun({ ...run, jar: local.name }),
    undo: "stops the job with a savepoint; cancels it where it cannot make one",
    before: { jobId, last: last?.id ?? null },
    completionSeconds: START_SECONDS,
  };
}

/** `from`: "latest", "empty", or a path. */
async function stateFor(
  flink: FlinkClient,
  from: string,
  over: readonly FlinkJobSummary[],
  signal: AbortSignal,
): Promise<StartState | null> {
  if (from === "empty") return null;
  if (from === "latest") return latestState(flink, over, signal);
  if (!from.includes("/"))
    throw new ClientError(
      "invalid",
      `${JSON.stringify(from)} is no path of a savepoint`,
      "give latest, empty or a path",
    );
  return { path: from, kind: "savepoint", takenAtMs: null, jobId: null };
}

function fromWords({ kind, path, takenAtMs }: StartState): string {
  if (takenAtMs === null) return `from ${path}`;
  return kind === "savepoint" || kind === "checkpoint" ? `from its newest ${kind}` : `from the ${kind}`;
}

function stateWords(state: StartState | null, last: FlinkJobSummary | null, nowMs: number): string {
  if (state === null) return "it starts empty: counts begin anew, and offsets are the consumer group's";
  if (state.takenAtMs === null) return `it starts from ${state.path}, of which nothing more is known`;
  const age = spanWords(nowMs - state.takenAtMs);
  const before = last?.endedAtMs ? `, ${spanWords(last.endedAtMs - state.takenAtMs)} before the job ended` : "";
  return `it starts from the ${state.kind} of ${iso(state.takenAtMs)} (${age} old${before}): what came since is read again`;
}

function warningsOf(
  state: StartState | null,
  last: FlinkJobSummary | null,
  { from, args }: RunArguments,
  nowMs: number,
): readonly string[] {
  const warnings: string[] = [];
  if (state === null && from === "latest")
    warnings.push(
      last === null
        ? "the JobManager knows no earlier job of that name (it forgets them when it restarts): look for a savepoint before you start it empty"
        : `job ${last.id} left no state that is kept: look for a savepoint before you start it empty`,
    );
  if (state !== null && last !== null && state.jobId !== null && state.jobId !== last.id)
    warnings.push(`the state is of an earlier job, ${state.jobId}: the last one left none`);
  const takenAtMs = state?.takenAtMs ?? null;
  if (takenAtMs !== null && nowMs - takenAtMs > OLD_MS)
    warnings.push(`the state is ${spanWords(nowMs - takenAtMs)} old: does Kafka still keep what came since?`);
  if (last?.state === "FAILED") warnings.push("the last job failed: as long as its cause is there, so will this one");
  if (last !== null) warnings.push(argumentWarning(args));
  return warnings;
}

/** A name that nobody ever had may be a mistaken one; the jar itself does not say what its job is called. */
function twiceWarning(jobs: readonly FlinkJobSummary[], submitted: string): readonly string[] {
  const names = [...new Set(jobs.filter((job) => !isOver(job.state) && job.id !== submitted).map((job) => job.name))];
  if (names.length === 0) return [];
  const shown = names.length > 3 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");
  return [
    `${shown} ${names.length === 1 ? "runs" : "run"}: is this job one of them under another name? It would do the same work twice`,
  ];
}

const OLD_MS = 86_400_000;

function megabytes(bytes: number): string {
  return bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${Math.round(bytes / 1e6)} MB`;
}

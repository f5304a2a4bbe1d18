import { listRuns } from "../../drivers/local/list-runs.ts";
import { realWorld } from "../../drivers/local/real-world/real-world.ts";
import { isExport, type ReachOptions, resumeExport } from "../handover/resume-export.ts";
import { approvalErrand } from "../run/approval-errand.ts";
import { continueRun, goOn, type ContinueOptions } from "../run/continue-run.ts";
import { stateDir } from "../state/state-dir.ts";
import { stateOf } from "../state/stored-run.ts";
import { UsageError } from "../usage-error.ts";
import { parseOutputs } from "../output/outputs.ts";

interface ResumeOptions extends ContinueOptions, ReachOptions {
  readonly approve?: string;
}

/** Goes on with a run, approves what one without a prompt proposed, or takes over the run of an exported file. */
export async function resume(given: string | null, options: ResumeOptions): Promise<number> {
  parseOutputs(options.output);
  const folder = stateDir(options.stateDir, process.env, process.cwd());
  if (given !== null && (await isExport(given, folder))) return resumeFile(given, options);
  const { env, context, namespace, kubeconfig } = options;
  if ([env, context, namespace, kubeconfig].some((told) => told !== undefined))
    throw new UsageError(
      "--env, --context, --namespace and --kubeconfig are for an exported run",
      "a run goes on where it began",
    );
  const id = given ?? (await onlyOpenRun(folder));
  const errand = options.approve === undefined ? goOn : await approvalErrand(id, options.approve, options);
  return typeof errand === "number" ? errand : continueRun(id, errand, options);
}

function resumeFile(path: string, options: ResumeOptions): Promise<number> {
  if (options.approve !== undefined)
    throw new UsageError(
      "an approval holds in its own run alone, and what is exported goes on as another one",
      `first: bigops resume ${path}; it proposes anew, with a digest of its own`,
    );
  return resumeExport(path, options);
}

async function onlyOpenRun(folder: string): Promise<string> {
  const open = (await listRuns(realWorld, folder)).filter(
    (run) => run.events !== null && stateOf(run.events).ended === null,
  );
  const [only] = open;
  if (only !== undefined && open.length === 1) return only.id;
  if (only === undefined) throw new UsageError(`no run is open in ${folder}`, "bigops runs lists them all");
  throw new UsageError(`${open.length} runs are open`, `say which: ${open.map((run) => run.id).join(", ")}`);
}

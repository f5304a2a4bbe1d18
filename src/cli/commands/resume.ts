import { listRuns } from "../../drivers/local/list-runs.ts";
import { realWorld } from "../../drivers/local/real-world/real-world.ts";
import { approvalErrand } from "../run/approval-errand.ts";
import { continueRun, goOn, type ContinueOptions } from "../run/continue-run.ts";
import { stateDir } from "../state/state-dir.ts";
import { stateOf } from "../state/stored-run.ts";
import { UsageError } from "../usage-error.ts";
import { withFailureDocument } from "../output/failure-document.ts";
import { parseOutputs } from "../output/outputs.ts";

interface ResumeOptions extends ContinueOptions {
  readonly approve?: string;
}

/** Goes on with a run, or approves what one without a prompt proposed. */
export function resume(given: string | null, options: ResumeOptions): Promise<number> {
  return withFailureDocument(parseOutputs(options.output), () => resumeNow(given, options));
}

async function resumeNow(given: string | null, options: ResumeOptions): Promise<number> {
  const id = given ?? (await onlyOpenRun(stateDir(options.stateDir, process.env, process.cwd())));
  const errand = options.approve === undefined ? goOn : await approvalErrand(id, options.approve, options);
  return typeof errand === "number" ? errand : continueRun(id, errand, options);
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

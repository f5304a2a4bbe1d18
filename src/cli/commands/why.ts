import { documentOf } from "../../core/document/document-of.ts";
import { causeLines, explainCauses } from "../../core/runbook/explain-causes.ts";
import { renderWhy } from "../../reporters/text/why.ts";
import { viewOf } from "../output/view-of.ts";
import { didYouMean } from "../nearest-name.ts";
import { latestRun } from "../state/latest-run.ts";
import { stateDir } from "../state/state-dir.ts";
import { UsageError } from "../usage-error.ts";

/** Explains a run's verdicts: the deciding sample, its limit and margin, and the value that would have flipped it. */
export async function why(id: string, check: string | null, options: { readonly stateDir?: string }): Promise<number> {
  const { state, recorded, kubectl } = await latestRun(stateDir(options.stateDir, process.env, process.cwd()), id);
  const document = documentOf(state, { recorded, aim: kubectl, nowMs: Date.now() });
  const ids = document.checks.map((entry) => entry.id);
  if (check !== null && !ids.includes(check))
    throw new UsageError(`run ${id} has no check "${check}".${didYouMean(check, ids)}`, `there are: ${ids.join(", ")}`);
  const { runbook, parameters } = state.run;
  const { diagnosis } = state;
  const diagnosed =
    diagnosis === null
      ? null
      : {
          atMs: diagnosis.completedAtMs,
          causes: causeLines(explainCauses(runbook, diagnosis.results, parameters)),
        };
  process.stdout.write(renderWhy(document, check, diagnosed, viewOf(process.stdout, process.env, Date.now())));
  return 0;
}

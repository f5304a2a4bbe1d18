import { shellQuote } from "../../core/text/shell-quote.ts";
import type { FlinkParallelism } from "../../clients/flink-client.ts";
import type { JsonObject } from "../../core/json.ts";
import type { Change, Plan } from "../../core/plan/plan.ts";
import { identityOf } from "./identity.ts";
import type { RunningJob } from "./running-job.ts";
import { requirementsWrite } from "./writes.ts";

export type Requirements = Readonly<Record<string, FlinkParallelism>>;

/** The adaptive scheduler waits for slots to settle, and restarts the tasks from the newest checkpoint. */
const COMPLETION_SECONDS = 180;

/** The plan that asks the adaptive scheduler for other parallelisms, while the job runs. */
export function planRequirements(
  type: string,
  { job }: RunningJob,
  was: Requirements,
  wanted: Requirements,
  words: { readonly summary: string; readonly changes: readonly Change[] },
): Plan {
  return {
    action: type,
    summary: words.summary,
    target: { kind: "FlinkJob", namespace: "", name: job.name, uid: job.id },
    identity: identityOf({ job: job.id, requirements: asJson(was) }),
    writes: [requirementsWrite("1", job.name, job.id, asJson(wanted))],
    instructions: [],
    changes: words.changes,
    impact: {
      lines: ["its tasks restart once from the newest checkpoint: what came since is read again"],
      keepServing: null,
      budgetAllows: null,
    },
    warnings: [],
    equivalent: `curl -X PUT -H 'Content-Type: application/json' -d ${shellQuote(JSON.stringify(asJson(wanted)))} "$FLINK/jobs/${encodeURIComponent(job.id)}/resource-requirements"`,
    undo: "sets the parallelism that it had before",
    before: { jobId: job.id, requirements: asJson(was), wanted: asJson(wanted) },
    completionSeconds: COMPLETION_SECONDS,
  };
}

/** As Flink's REST API has them. */
export function asJson(requirements: Requirements): JsonObject {
  return Object.fromEntries(
    Object.entries(requirements).map(([vertex, { lowerBound, upperBound }]) => [
      vertex,
      { parallelism: { lowerBound, upperBound } },
    ]),
  );
}

/** The widest operators get the new parallelism; those that somebody holds narrower keep theirs. */
export function widened(was: Requirements, parallelism: number): Requirements {
  const widest = widestBound(was);
  return Object.fromEntries(
    Object.entries(was).map(([vertex, { lowerBound, upperBound }]) => {
      const bound = upperBound === widest ? parallelism : upperBound;
      return [vertex, { lowerBound: Math.min(lowerBound, bound), upperBound: bound }];
    }),
  );
}

export function widestBound(requirements: Requirements): number {
  return Math.max(0, ...Object.values(requirements).map(({ upperBound }) => upperBound));
}

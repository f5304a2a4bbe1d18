import type { Deployment } from "../../clients/kubernetes-objects/api-objects.ts";

export interface RolloutStatus {
  readonly status: "complete" | "progressing" | "stuck" | "paused";
  /** What it waits for, in words. */
  readonly words: string;
}

/** In the order of kubectl's `rollout status`. */
export function rolloutStatus({ metadata, spec, status }: Deployment): RolloutStatus {
  const wanted = spec.replicas ?? 1;
  const updated = status?.updatedReplicas ?? 0;
  const total = status?.replicas ?? 0;
  const available = status?.availableReplicas ?? 0;
  const progressing = status?.conditions?.find((condition) => condition.type === "Progressing");
  if (spec.paused === true) return { status: "paused", words: "paused" };
  if ((metadata.generation ?? 0) > (status?.observedGeneration ?? 0))
    return { status: "progressing", words: "its controller has not seen the newest change yet" };
  if (progressing?.reason === "ProgressDeadlineExceeded")
    return { status: "stuck", words: `stuck past its progress deadline, ${updated} of ${wanted} updated` };
  if (updated < wanted) return { status: "progressing", words: `${updated} of ${wanted} updated` };
  if (total > updated) return { status: "progressing", words: `${total - updated} old still to end` };
  if (available < updated) return { status: "progressing", words: `${available} of ${updated} new available` };
  return { status: "complete", words: "complete" };
}

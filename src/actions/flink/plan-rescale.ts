import type { FlinkClient, FlinkJob } from "../../clients/flink-client.ts";
import type { Plan } from "../../core/plan/plan.ts";
import { PlanRefusal } from "../action.ts";
import { planRequirements, widened, widestBound } from "./plan-requirements.ts";
import { planRerun } from "./plan-rerun.ts";
import type { RunningJob } from "./running-job.ts";
import { refuseUnlessFits, widestEver, widestPossible } from "./slots.ts";

export interface RescaleArguments {
  readonly entryClass?: string | null | undefined;
  readonly args: readonly string[];
  readonly parallelism?: number | null | undefined;
  readonly factor: number;
}

interface Moment {
  readonly nowMs: number;
  readonly shown: Plan | null;
  readonly signal: AbortSignal;
}

/** Rejects with PlanRefusal where the slots, or the job's own maximum, cannot hold what is asked for. */
export async function planRescale(
  type: string,
  flink: FlinkClient,
  running: RunningJob,
  wanted: RescaleArguments,
  moment: Moment,
): Promise<Plan> {
  const { job, config, cluster } = running;
  const isAdaptive = job.scheduler === "Adaptive";
  const requirements = isAdaptive ? await flink.resourceRequirements(job.id, moment.signal) : {};
  const was = isAdaptive ? widestBound(requirements) : widestRerun(job);
  const most = widestPossible(job, cluster);
  const isGiven = (wanted.parallelism ?? null) !== null;
  const wished = wanted.parallelism ?? Math.max(1, Math.round(was * wanted.factor));
  const asked = isGiven ? wished : Math.min(wished, Math.max(most, was));
  if (asked === was)
    throw new PlanRefusal(
      "not-now",
      // What is not even wished wider is not kept narrow by the slots.
      wished === was
        ? `job ${job.name} has parallelism ${was} already`
        : `all slots are taken: job ${job.name} has parallelism ${was}, and ${cluster.slotsAvailable} of ${cluster.slotsTotal} slots are free; add TaskManagers first`,
    );
  refuseUnlessFits(asked, most, widestEver(job, cluster), cluster);
  const narrow = job.vertices.find((vertex) => vertex.maxParallelism > 0 && asked > vertex.maxParallelism);
  if (narrow !== undefined)
    throw new PlanRefusal(
      // Where a factor made it as wide as it can be, it was of use before, and will be when the job is narrower again.
      isGiven || was < narrow.maxParallelism ? "unfit" : "not-now",
      `${narrow.name} can have ${narrow.maxParallelism} subtasks at most: its state was divided so`,
    );
  const summary = `give ${job.name} parallelism ${asked} instead of ${was}`;
  const changes = [{ path: "parallelism", from: was, to: asked }];
  const own = { parallelism: asked, was, entryClass: wanted.entryClass ?? null, args: [...wanted.args] };
  if (isAdaptive) {
    const plan = planRequirements(type, running, requirements, widened(requirements, asked), { summary, changes });
    return { ...plan, before: { ...plan.before, ...own } };
  }
  const rerun = {
    type,
    summary,
    changes,
    warnings: [],
    parallelism: asked,
    intervalMs: config.intervalMs,
    timeoutMs: config.timeoutMs,
    entryClass: wanted.entryClass ?? null,
    args: wanted.args,
    before: own,
  };
  return planRerun(flink, job, config, rerun, moment);
}

export function isRequirements(plan: Plan): boolean {
  return plan.writes.some((write) => write.path.endsWith("/resource-requirements"));
}

export async function widestAdaptive(flink: FlinkClient, id: string, signal: AbortSignal): Promise<number> {
  return widestBound(await flink.resourceRequirements(id, signal));
}

export function widestRerun(job: FlinkJob): number {
  return Math.max(1, ...job.vertices.map((vertex) => vertex.parallelism));
}

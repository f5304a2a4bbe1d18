import type { FlinkJob, FlinkOverview, FlinkVertex } from "../../clients/flink-client.ts";
import { PlanRefusal } from "../action.ts";

/** The slots that a job takes: in each sharing group as many as its widest operator has subtasks. */
export function slotsTaken(vertices: readonly Pick<FlinkVertex, "parallelism" | "slotSharingGroup">[]): number {
  const widest = new Map<string, number>();
  for (const { slotSharingGroup, parallelism } of vertices)
    widest.set(slotSharingGroup, Math.max(parallelism, widest.get(slotSharingGroup) ?? 0));
  return [...widest.values()].reduce((sum, slots) => sum + slots, 0);
}

/** How wide the job could be at most with the slots that are free and those that it has itself. */
export function widestPossible(job: FlinkJob, { slotsAvailable }: FlinkOverview): number {
  const held = job.state === "RUNNING" ? slotsTaken(job.vertices) : 0;
  return Math.floor((slotsAvailable + held) / sharingGroups(job));
}

/** How wide it could be at most if nothing else ran. */
export function widestEver(job: FlinkJob, { slotsTotal }: FlinkOverview): number {
  return Math.floor(slotsTotal / sharingGroups(job));
}

function sharingGroups({ vertices }: FlinkJob): number {
  return new Set(vertices.map((vertex) => vertex.slotSharingGroup)).size || 1;
}

/**
 * Throws PlanRefusal where the slots cannot hold it: the job would wait for them, and then fail. `ever`: what they hold when all are free; what is more than
 * that does not fit at another time either, unless all TaskManagers are gone at the moment.
 */
export function refuseUnlessFits(parallelism: number, most: number, ever: number, cluster: FlinkOverview): void {
  if (parallelism <= most) return;
  const there = `the cluster has ${cluster.slotsTotal} slots on ${cluster.taskManagers} TaskManagers, ${cluster.slotsAvailable} of them free`;
  throw new PlanRefusal(
    parallelism > ever && cluster.taskManagers > 0 ? "unfit" : "not-now",
    `parallelism ${parallelism} does not fit: ${there}, which hold at most ${most}; add TaskManagers first`,
  );
}

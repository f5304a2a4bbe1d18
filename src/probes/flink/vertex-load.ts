import type { FlinkJob } from "../../clients/flink-client.ts";
import { measured, type VertexLoad } from "./backpressure-facts.ts";

/** An operator by its worst subtask; null where it is not measured. */
export interface OperatorLoad {
  readonly id: string;
  readonly name: string;
  readonly parallelism: number;
  readonly backpressured: number | null;
  readonly busy: number | null;
  /** 0: all subtasks are as busy; 1: the busiest works alone. */
  readonly skew: number;
}

export function operatorLoad({ vertex, subtasks }: VertexLoad): OperatorLoad {
  const known = measured(subtasks);
  const busy = known.map((one) => one.busy).filter((share) => share !== null);
  const held = known.map((one) => one.backpressured).filter((share) => share !== null);
  return {
    id: vertex.id,
    name: vertex.name,
    parallelism: vertex.parallelism,
    backpressured: held.length === 0 ? null : Math.max(...held),
    busy: busy.length === 0 ? null : Math.max(...busy),
    skew: skewOf(busy),
  };
}

/** How far the busiest stands out: one less the mean of the others as a share of it. */
export function skewOf(busy: readonly number[]): number {
  if (busy.length < 2) return 0;
  const most = Math.max(...busy);
  if (most <= 0) return 0;
  const others = (busy.reduce((sum, share) => sum + share, 0) - most) / (busy.length - 1);
  return 1 - others / most;
}

/** At most this share of its time an operator may be held back without being called so. */
export const HELD_BACK = 0.1;

/**
 * The first operator in the order of the stream that is not held back itself, and feeds on one that is; of several that feed on the same one the
 * busiest. null where nobody is held back, or where what would follow is not measured.
 */
export function culpritOf(loads: readonly OperatorLoad[], edges: FlinkJob["edges"]): OperatorLoad | null {
  const byId = new Map(loads.map((load) => [load.id, load]));
  const isHeld = (load: OperatorLoad | undefined) => (load?.backpressured ?? 0) > HELD_BACK;
  for (const held of loads.filter(isHeld)) {
    const next = edges
      .filter((edge) => edge.from === held.id)
      .map((edge) => byId.get(edge.to))
      .filter((load) => load !== undefined)
      .filter((load) => !isHeld(load) && load.busy !== null)
      .sort((a, b) => (b.busy ?? 0) - (a.busy ?? 0));
    const [busiest] = next;
    if (busiest !== undefined) return busiest;
  }
  return null;
}

import type { Lease } from "./lease.ts";
import { holderInWords } from "./rival.ts";
import type { RunState } from "./state.ts";

/** A lease that somebody else has: asked for in vain, or taken from us. */
export type TakenLease = Extract<Lease, { kind: "refused" | "lost" }>;

export function isTaken(lease: Lease | null): lease is TakenLease {
  return lease?.kind === "refused" || lease?.kind === "lost";
}

/** Why nothing more is sent of the change, and what to do instead. */
export function takenInWords({ run }: RunState, { kind, by }: TakenLease): string {
  const who = by === null ? "somebody else" : holderInWords(by);
  const instead = `to see whether it helps: bigops run ${run.runbook.name} --dry-run`;
  return kind === "refused"
    ? `it is being changed by ${who}; ${instead}`
    : `the lease on it was taken over by ${who}; nothing more was sent; ${instead}`;
}

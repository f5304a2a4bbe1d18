import type { RunIdentity } from "./run-identity.ts";
import type { RunState } from "./state.ts";

/** Where a run comes from that another one was handed over to. */
export interface Origin {
  /** The runs that it goes on with, the first one first; not empty. */
  readonly runs: readonly [string, ...string[]];
  /** What the run before it stood at. */
  readonly epoch: number;
  /** Who had it, as its export says. */
  readonly user: string;
  readonly host: string;
  /** The hash of the last line of the journal that was taken over: an export is taken over once in a folder. */
  readonly hash: string;
}

/** What another process, elsewhere, goes on with this run as. */
export interface Successor {
  readonly run: string;
  readonly user: string;
  readonly host: string;
  readonly epoch: number;
}

/** What became of telling the runs before this one that they are over. */
export type Fence =
  | {
      readonly kind: "held";
      readonly epoch: number;
      /** Another run that had taken it over as well, and is over now; null where there was none. */
      readonly over: Successor | null;
    }
  | { readonly kind: "unavailable"; readonly reason: string };

/** The run by which people and pagers know the trouble, however often it was handed over: a page of it is one incident. */
export function rootOf({ id, origin }: Pick<RunIdentity, "id" | "origin">): string {
  return origin?.runs[0] ?? id;
}

/** Rises with each handover: a run of a lower one is over. */
export function epochOf({ run, fence }: Pick<RunState, "run" | "fence">): number {
  return fence?.kind === "held" ? fence.epoch : (run.origin?.epoch ?? 0) + 1;
}

/** Whether nothing may go out yet: the runs before this one have not been told. One that cannot be told holds nothing up. */
export function awaitsFence({ run, fence }: RunState): boolean {
  return run.origin !== undefined && run.mode === "run" && fence === null;
}

/** e.g. "ada@desk, as run fsd-9x2c (epoch 2)" */
export function successorInWords({ run, user, host, epoch }: Successor): string {
  return `${user}@${host}, as run ${run} (epoch ${epoch})`;
}

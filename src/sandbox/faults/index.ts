import { badRollout } from "./bad-rollout.ts";
import type { Fault } from "./fault.ts";
import { kvStoreDown } from "./kv-store-down.ts";
import { none } from "./none.ts";

/** All faults that the sandbox can be started with, in the order in which a drill runs them. */
export const faults: readonly Fault[] = [none, badRollout, kvStoreDown];

export function findFault(name: string): Fault | undefined {
  return faults.find((fault) => fault.name === name);
}

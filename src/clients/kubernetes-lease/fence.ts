import { leaseOn } from "../../core/plan/lease.ts";
import type { Target } from "../../core/plan/plan.ts";
import type { Fence, Successor } from "../../core/run/handover.ts";
import { type Claimant, claimantOf, epochOf, heldLease, type LeaseObject } from "./lease-object.ts";
import { type Asking, getLease, insist, putLease } from "./lease-requests.ts";

/** A run that is handed over is a target like another: its lease says which run goes on with it, for as long as it is there. */
interface HandedRun {
  readonly namespace: string;
  /** The run that began it. */
  readonly root: string;
}

/** Takes the run over with a higher epoch than anybody before, whoever had it: the runs of a lower one are over. Rejects with ClientError. */
export async function takeFence(
  handed: HandedRun,
  by: Claimant,
  lowestEpoch: number,
  asking: Asking,
): Promise<Extract<Fence, { kind: "held" }>> {
  const target = targetOf(handed);
  const address = leaseOn(target);
  return await insist(async () => {
    const before = await getLease(address, asking);
    const holder = before === null ? null : successorIn(before);
    // An earlier process of this run had taken it, and was gone before it could record that.
    if (holder?.run === by.run) return { kind: "held", epoch: holder.epoch, over: null };
    const epoch = Math.max(lowestEpoch, before === null ? 0 : epochOf(before) + 1);
    await putLease(
      address,
      before,
      heldLease({ address, target, by, change: null }, before, epoch, asking.now()),
      asking,
    );
    return { kind: "held", epoch, over: holder };
  });
}

/** The run that goes on with this one; null where none does. Rejects with ClientError. */
export async function readSuccessor(
  handed: HandedRun,
  own: { readonly run: string; readonly epoch: number },
  asking: Asking,
): Promise<Successor | null> {
  const lease = await getLease(leaseOn(targetOf(handed)), asking);
  const holder = lease === null ? null : successorIn(lease);
  return holder === null || holder.run === own.run || holder.epoch < own.epoch ? null : holder;
}

function successorIn(lease: LeaseObject): Successor | null {
  const claimant = claimantOf(lease);
  return claimant === null
    ? null
    : { run: claimant.run, user: claimant.user, host: claimant.host, epoch: epochOf(lease) };
}

function targetOf({ namespace, root }: HandedRun): Target {
  return { kind: "bigops-run", namespace, name: root, uid: "" };
}

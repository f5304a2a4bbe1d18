import { ClientError } from "../client-error.ts";
import { leaseOn } from "../../core/plan/lease.ts";
import type { Target } from "../../core/plan/plan.ts";
import type { Fence, Successor } from "../../core/run/handover.ts";
import { type Claimant, epochOf, heldLease, holderIn, type LeaseObject } from "./lease-object.ts";
import { type Asking, getLease, insist, putLease, sharedNow } from "./lease-requests.ts";

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
      heldLease({ address, target, by, change: null }, before, epoch, sharedNow(asking)),
      asking,
    );
    return { kind: "held", epoch, over: holder };
  });
}

/** The run that goes on with this one; null where none does. Rejects with ClientError, also where the lease is there and does not say whose it is. */
export async function readSuccessor(handed: HandedRun, own: OwnRun, asking: Asking): Promise<Successor | null> {
  const lease = await getLease(leaseOn(targetOf(handed)), asking);
  return lease === null ? null : successorTo(own, lease, handed);
}

/**
 * As `readSuccessor`, for a run that told the others that they are over: a lease that somebody deleted, or one of a lower epoch that was made after that, is
 * written anew, so that they stay so. Rejects with ClientError.
 */
export async function keepFence(
  handed: HandedRun,
  by: Claimant,
  epoch: number,
  asking: Asking,
): Promise<Successor | null> {
  const target = targetOf(handed);
  const address = leaseOn(target);
  return await insist(async () => {
    const lease = await getLease(address, asking);
    if (lease !== null) {
      const over = successorTo({ run: by.run, epoch }, lease, handed);
      if (over !== null || successorIn(lease)?.run === by.run) return over;
    }
    const held = heldLease({ address, target, by, change: null }, lease, epoch, sharedNow(asking));
    await putLease(address, lease, held, asking);
    return null;
  });
}

interface OwnRun {
  readonly run: string;
  readonly epoch: number;
}

function successorTo(own: OwnRun, lease: LeaseObject, { namespace, root }: HandedRun): Successor | null {
  const holder = successorIn(lease);
  if (holder === null)
    throw new ClientError(
      "unexpected-answer",
      `lease ${leaseOn(targetOf({ namespace, root })).name} in namespace ${namespace} does not say which run goes on with run ${root}`,
      "somebody changed it: ask who goes on with the run",
    );
  return holder.run === own.run || holder.epoch < own.epoch ? null : holder;
}

/** It is never let go of: one that is nobody's, or of no epoch, is damaged. */
function successorIn(lease: LeaseObject): Successor | null {
  const holder = holderIn(lease);
  return holder === null || epochOf(lease) === 0
    ? null
    : { run: holder.run, user: holder.user, host: holder.host, epoch: epochOf(lease) };
}

function targetOf({ namespace, root }: HandedRun): Target {
  return { kind: "bigops-run", namespace, name: root, uid: "" };
}

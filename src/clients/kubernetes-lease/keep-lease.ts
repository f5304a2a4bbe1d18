import type { LeaseAddress, LeaseFacts, PastChange } from "../../core/plan/lease.ts";
import type { Target } from "../../core/plan/plan.ts";
import type { LeaseAnswer } from "../../core/run/event.ts";
import { type Asking, getLease as read, insist, putLease as write, sharedNow } from "./lease-requests.ts";
import {
  type Claimant,
  epochOf,
  heldLease,
  heldUntilMs,
  isOneOf,
  isOurs,
  leaseFacts,
  releasedLease,
} from "./lease-object.ts";

interface LeaseOrder {
  readonly address: LeaseAddress;
  readonly target: Target;
  readonly by: Claimant;
  /** The runs whose lease may be taken over while they hold it. */
  readonly over: readonly string[];
  /** What it was held as; for a renewal and the release. */
  readonly epoch: number;
  readonly change: PastChange | null;
}

/** What the lease at this address says; nothing where there is none. Rejects with ClientError. */
export async function readLease(address: LeaseAddress, asking: Asking): Promise<LeaseFacts> {
  const lease = await read(address, asking);
  return lease === null ? { holder: null, past: [] } : byOurClock(leaseFacts(lease, sharedNow(asking)), asking);
}

/** Takes a lease that nobody holds, whose time is over, or that an earlier process of the same run held, or a run that it goes on with; with a higher epoch. Rejects with ClientError. */
export async function takeLease(order: LeaseOrder, asking: Asking): Promise<LeaseAnswer> {
  return await insist(async () => {
    const startedMs = asking.now();
    const before = await read(order.address, asking);
    const nowMs = sharedNow(asking);
    const facts = before === null ? null : leaseFacts(before, nowMs);
    const mayTake = before === null || isOurs(before, order.by) || isOneOf(before, order.over);
    if (facts !== null && facts.holder !== null && !mayTake) return { outcome: "refused", by: facts.holder };
    const epoch = before === null ? 1 : epochOf(before) + 1;
    await write(order.address, before, heldLease(byTheirClock(order, asking), before, epoch, nowMs), asking);
    return {
      outcome: "held",
      epoch,
      untilMs: heldUntilMs(startedMs),
      ...noted(order),
      ...(facts !== null && { facts: byOurClock(facts, asking) }),
    };
  });
}

/** Renews a lease that is still ours; `lost` where somebody took it, or it was deleted. Rejects with ClientError. */
export async function renewLease(order: LeaseOrder, asking: Asking): Promise<LeaseAnswer> {
  return await insist(async () => {
    const startedMs = asking.now();
    const before = await read(order.address, asking);
    const nowMs = sharedNow(asking);
    if (before === null || !isOurs(before, order.by) || epochOf(before) !== order.epoch)
      return { outcome: "lost", by: before === null ? null : leaseFacts(before, nowMs).holder };
    await write(order.address, before, heldLease(byTheirClock(order, asking), before, order.epoch, nowMs), asking);
    return { outcome: "held", epoch: order.epoch, untilMs: heldUntilMs(startedMs), ...noted(order) };
  });
}

/** Lets go of it, with the history; one that is not ours any more is let be. Rejects with ClientError. */
export async function releaseLease(order: LeaseOrder, asking: Asking): Promise<LeaseAnswer> {
  return await insist(async () => {
    const before = await read(order.address, asking);
    if (before === null || !isOurs(before, order.by) || epochOf(before) !== order.epoch) return { outcome: "released" };
    const { change } = byTheirClock(order, asking);
    await write(order.address, before, releasedLease(order.address, before, change), asking);
    return { outcome: "released" };
  });
}

/** Others read when it was made, whose clocks may differ by hours: the history goes by the server's. */
function byTheirClock(order: LeaseOrder, { kubernetes }: Asking): LeaseOrder {
  const { change } = order;
  return change === null ? order : { ...order, change: { ...change, atMs: change.atMs - kubernetes.clockAheadMs() } };
}

function byOurClock(facts: LeaseFacts, { kubernetes }: Asking): LeaseFacts {
  const aheadMs = kubernetes.clockAheadMs();
  return { ...facts, past: facts.past.map((change) => ({ ...change, atMs: change.atMs + aheadMs })) };
}

function noted({ change }: LeaseOrder): { readonly noted?: true } {
  return change === null ? {} : { noted: true };
}

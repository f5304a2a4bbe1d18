import type { JsonObject } from "../../core/json.ts";
import type { LeaseAddress, LeaseFacts, PastChange } from "../../core/plan/lease.ts";
import type { Target } from "../../core/plan/plan.ts";
import type { LeaseAnswer } from "../../core/run/event.ts";
import { ClientError } from "../client-error.ts";
import { apiPath, type KubernetesClient } from "../kubernetes-client.ts";
import { refuseUnlessLease } from "./lease-shape.ts";
import {
  type Claimant,
  epochOf,
  heldLease,
  heldUntilMs,
  isOurs,
  leaseFacts,
  type LeaseObject,
  releasedLease,
} from "./lease-object.ts";

/** Somebody else wrote between reading and writing: read again this often at most. */
const MOST_TRIES = 5;

interface LeaseOrder {
  readonly address: LeaseAddress;
  readonly target: Target;
  readonly by: Claimant;
  /** What it was held as; for a renewal and the release. */
  readonly epoch: number;
  readonly change: PastChange | null;
}

/** Where and when the lease is asked for. */
interface Asking {
  readonly kubernetes: KubernetesClient;
  now(): number;
  readonly signal: AbortSignal;
}

/** What the lease at this address says; nothing where there is none. Rejects with ClientError. */
export async function readLease(address: LeaseAddress, asking: Asking): Promise<LeaseFacts> {
  const lease = await read(address, asking);
  return lease === null ? { holder: null, past: [] } : leaseFacts(lease, asking.now());
}

/** Takes a lease that nobody holds, whose time is over, or that an earlier process of the same run held; with a higher epoch. Rejects with ClientError. */
export async function takeLease(order: LeaseOrder, asking: Asking): Promise<LeaseAnswer> {
  return await insist(async () => {
    const nowMs = asking.now();
    const before = await read(order.address, asking);
    const facts = before === null ? null : leaseFacts(before, nowMs);
    if (before !== null && facts !== null && facts.holder !== null && !isOurs(before, order.by))
      return { outcome: "refused", by: facts.holder };
    const epoch = before === null ? 1 : epochOf(before) + 1;
    await write(order.address, before, heldLease(order, before, epoch, nowMs), asking);
    return { outcome: "held", epoch, untilMs: heldUntilMs(nowMs), ...noted(order), ...(facts !== null && { facts }) };
  });
}

/** Renews a lease that is still ours; `lost` where somebody took it, or it was deleted. Rejects with ClientError. */
export async function renewLease(order: LeaseOrder, asking: Asking): Promise<LeaseAnswer> {
  return await insist(async () => {
    const nowMs = asking.now();
    const before = await read(order.address, asking);
    if (before === null || !isOurs(before, order.by) || epochOf(before) !== order.epoch)
      return { outcome: "lost", by: before === null ? null : leaseFacts(before, nowMs).holder };
    await write(order.address, before, heldLease(order, before, order.epoch, nowMs), asking);
    return { outcome: "held", epoch: order.epoch, untilMs: heldUntilMs(nowMs), ...noted(order) };
  });
}

/** Lets go of it, with the history; one that is not ours any more is let be. Rejects with ClientError. */
export async function releaseLease(order: LeaseOrder, asking: Asking): Promise<LeaseAnswer> {
  return await insist(async () => {
    const before = await read(order.address, asking);
    if (before === null || !isOurs(before, order.by) || epochOf(before) !== order.epoch) return { outcome: "released" };
    await write(order.address, before, releasedLease(order.address, before, order.change), asking);
    return { outcome: "released" };
  });
}

function noted({ change }: LeaseOrder): { readonly noted?: true } {
  return change === null ? {} : { noted: true };
}

async function read({ namespace, name }: LeaseAddress, { kubernetes, signal }: Asking): Promise<LeaseObject | null> {
  try {
    const path = apiPath("apis", "coordination.k8s.io", "v1", "namespaces", namespace, "leases", name);
    return refuseUnlessLease(await kubernetes.get<unknown>(path, signal), `lease ${name} in namespace ${namespace}`);
  } catch (error) {
    if (error instanceof ClientError && error.status === 404) return null;
    throw error;
  }
}

async function write(
  { namespace, name }: LeaseAddress,
  before: LeaseObject | null,
  body: JsonObject,
  { kubernetes, signal }: Asking,
): Promise<void> {
  const all = ["apis", "coordination.k8s.io", "v1", "namespaces", namespace, "leases"];
  // The resourceVersion that was read is in the body: another's write in between is a conflict, as is a lease of that name made meanwhile.
  const [method, path] =
    before === null ? (["POST", apiPath(...all)] as const) : (["PUT", apiPath(...all, name)] as const);
  await kubernetes.write({ method, path, contentType: "application/json", body, dryRun: false }, signal);
}

async function insist(attempt: () => Promise<LeaseAnswer>): Promise<LeaseAnswer> {
  for (let tries = 1; ; tries += 1)
    try {
      return await attempt();
    } catch (error) {
      const raced = error instanceof ClientError && error.code === "conflict";
      if (!raced || tries >= MOST_TRIES) throw error;
    }
}

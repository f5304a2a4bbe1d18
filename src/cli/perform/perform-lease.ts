import { ClientError } from "../../clients/client-error.ts";
import type { LeaseAddress, LeaseFacts } from "../../core/plan/lease.ts";
import type { EffectOf } from "../../core/run/effect.ts";
import type { RunEventBody } from "../../core/run/event.ts";
import type { RunSurroundings } from "./run-surroundings.ts";

/** It is advice: nothing waits for it for long. */
const LEASE_TIMEOUT_MS = 5_000;

/** Takes, renews or releases the lease on a change's target. What keeps it from being asked for is said, and stops nothing. */
export async function performLease(
  effect: EffectOf<"lease">,
  around: RunSurroundings,
  outer: AbortSignal,
): Promise<RunEventBody> {
  const { op, proposal } = effect;
  const about = { type: "leased" as const, proposal };
  const signal = AbortSignal.any([outer, AbortSignal.timeout(LEASE_TIMEOUT_MS)]);
  if (around.readOnly) return { ...about, lease: { outcome: "unavailable", reason: "the environment is read-only" } };
  try {
    const { releaseLease, renewLease, takeLease } = await import("../../clients/kubernetes-lease/keep-lease.ts");
    const ask = { take: takeLease, renew: renewLease, release: releaseLease }[op];
    const kubernetes = await around.doors.kubernetes();
    return { ...about, lease: await ask(effect, { kubernetes, now: around.now, signal }) };
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    const forbidden = error.code === "forbidden" ? { forbidden: true as const } : {};
    return { ...about, lease: { outcome: "unavailable", reason: error.message, ...forbidden } };
  }
}

/** What the lease on a target says of others; `forbidden`: this user may not read it; null: it could not be read now. */
export async function rivalsAt(
  address: LeaseAddress,
  around: RunSurroundings,
  outer: AbortSignal,
): Promise<LeaseFacts | "forbidden" | null> {
  try {
    const { readLease } = await import("../../clients/kubernetes-lease/keep-lease.ts");
    const kubernetes = await around.doors.kubernetes();
    const signal = AbortSignal.any([outer, AbortSignal.timeout(LEASE_TIMEOUT_MS)]);
    return await readLease(address, { kubernetes, now: around.now, signal });
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    return error.code === "forbidden" ? "forbidden" : null;
  }
}

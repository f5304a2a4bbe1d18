import type { LeaseHolder, PastChange } from "../plan/lease.ts";
import type { Effect } from "./effect.ts";
import type { Proposal } from "./proposal.ts";
import { isUnderWay } from "./proposal.ts";
import type { RunState } from "./state.ts";
import { proposalOf } from "./with-proposal.ts";

/**
 * The lease that a run has on the target of its change: advice among those who use bigops. What keeps a change from being made twice is the guard and
 * the mark of its writes.
 */
export type Lease =
  | {
      readonly kind: "held";
      readonly epoch: number;
      /** By our own clock; nothing is sent after it. */
      readonly untilMs: number;
      readonly renewAtMs: number;
      /** When it may be asked at once, where something waits for it. */
      readonly hurryAtMs: number;
      /** The attempt that it was last confirmed for; 0: none. */
      readonly for: number;
      /** How often it was answered; names the next renewal. */
      readonly turn: number;
      readonly failures: number;
      /** The change is in its history. */
      readonly noted: boolean;
    }
  | { readonly kind: "refused" | "lost"; readonly by: LeaseHolder | null }
  | { readonly kind: "unavailable"; readonly reason: string }
  | { readonly kind: "released"; readonly epoch: number };

/** The number of the attempt that is being prepared; 0 where none is. */
export function preparing({ stage }: Proposal): number {
  return stage.kind === "changing" && stage.attempt.phase.kind === "preparing" ? stage.attempt.number : 0;
}

/** Whether the write that is next may be prepared: the lease was seen to be ours since the one before it, or there is none to be had. */
export function leaseAllows(proposal: Proposal): boolean {
  const { lease, plan } = proposal;
  if (plan?.lease === undefined || lease?.kind === "unavailable") return true;
  return lease?.kind === "held" && lease.for === preparing(proposal);
}

/** When the lease is to be renewed, milliseconds since the epoch; null where it is not. */
export function renewalDueAtMs(proposal: Proposal): number | null {
  const { lease, appliedAtMs } = proposal;
  if (lease?.kind !== "held" || !isUnderWay(proposal) || isIntended(proposal)) return null;
  const attempt = preparing(proposal);
  const waits = (attempt !== 0 && lease.for !== attempt) || (appliedAtMs !== null && !lease.noted);
  return waits ? Math.min(lease.hurryAtMs, lease.renewAtMs) : lease.renewAtMs;
}

/** What is wanted of the lease now: taken before the first write, renewed until the change is proved or given up, then released. */
export function leaseEffects(state: RunState, proposal: Proposal): readonly Effect[] {
  const { plan, approval, lease } = proposal;
  const op = wantedOp(state, proposal);
  if (op === null || plan?.lease === undefined || state.session === null) return [];
  const by = approval === null || approval.run !== undefined ? state.run.operator : approval.by;
  const held = lease?.kind === "held" ? lease : null;
  const turn = { take: state.session.id, renew: String(held?.turn ?? 0), release: "last" }[op];
  return [
    {
      id: `lease:${proposal.id}:${op}:${turn}`,
      type: "lease",
      op,
      proposal: proposal.id,
      address: plan.lease,
      target: plan.target,
      by: { user: by.user, host: by.host, run: state.run.id, runbook: state.run.runbook.name },
      over: state.run.origin?.runs ?? [],
      epoch: held?.epoch ?? 0,
      change: changeOf(state, proposal),
    },
  ];
}

function wantedOp(state: RunState, proposal: Proposal): "take" | "renew" | "release" | null {
  const { lease, stage } = proposal;
  if (!isUnderWay(proposal)) return lease?.kind === "held" ? "release" : null;
  if (lease === null) return stage.kind === "rechecking" || isIntended(proposal) ? null : "take";
  const dueAtMs = renewalDueAtMs(proposal);
  return dueAtMs !== null && state.nowMs >= dueAtMs ? "renew" : null;
}

/** While a write is on its way nothing is asked of the lease: that is over long before the lease is. */
function isIntended({ stage }: Proposal): boolean {
  return stage.kind === "changing" && stage.attempt.phase.kind === "intended";
}

/** What the lease is to remember of this proposal; null while nothing was changed. An undo tells of the change that it takes back. */
function changeOf(state: RunState, proposal: Proposal): PastChange | null {
  const { stage, approval } = proposal;
  const atMs = proposal.appliedAtMs ?? (stage.kind === "unknown" ? (approval?.atMs ?? null) : null);
  if (atMs === null || approval === null) return null;
  const about = { user: approval.by.user, host: approval.by.host, run: approval.run ?? state.run.id };
  const original = proposal.undoes === null ? undefined : proposalOf(state, proposal.undoes);
  if (original !== undefined) {
    const { id, mitigation, action, appliedAtMs } = original;
    return { ...about, proposal: id, mitigation, action, atMs: appliedAtMs ?? atMs, ended: "undone" };
  }
  const { id, mitigation, action } = proposal;
  return { ...about, proposal: id, mitigation, action, atMs, ended: endOf(stage) };
}

function endOf({ kind }: Proposal["stage"]): PastChange["ended"] {
  // What it broke is the run's own matter; others need to know that it did not solve it.
  if (kind === "regressed") return "not-helped";
  return kind === "verified" || kind === "not-helped" || kind === "unknown" ? kind : "under-way";
}

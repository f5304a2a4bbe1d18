import type { LeaseAddress } from "../plan/lease.ts";
import { holderInWords } from "../run/rival.ts";
import type { Proposal } from "../run/proposal.ts";
import type { RunState } from "../run/state.ts";
import { iso } from "./iso.ts";
import type { LeaseEntry } from "./run-document.ts";

/** The lease on the target of a proposal, as this run has it; null where it was not asked for. */
export function leaseEntry(state: RunState, { approval, lease, plan }: Proposal): LeaseEntry | null {
  const address = plan?.lease;
  if (address === undefined || lease === null) return null;
  // As it was asked for (`leaseEffects`): who approved the change in the run before this one does not hold this run's lease.
  const by = approval === null || approval.run !== undefined ? state.run.operator : approval.by;
  const ours = { user: by.user, host: by.host, run: state.run.id };
  const none = { ...bare(address), epoch: null, until: null, holder: null, reason: null };
  switch (lease.kind) {
    case "held":
      return { ...none, status: "held", epoch: lease.epoch, until: iso(lease.untilMs), holder: ours };
    case "released":
      return { ...none, status: "released", epoch: lease.epoch };
    case "refused":
    case "lost": {
      const holder = lease.by === null ? null : { user: lease.by.user, host: lease.by.host, run: lease.by.run };
      return { ...none, status: lease.kind, holder };
    }
    case "unavailable":
      return { ...none, status: "unavailable", reason: lease.reason };
  }
}

/** What the operator should know of others before, and while, the change is made. */
export function rivalWarnings(state: RunState, { lease, rivals, stage }: Proposal): readonly string[] {
  const holder = stage.kind === "offered" ? (rivals?.holder ?? null) : null;
  return [
    ...(holder === null || holder.run === state.run.id ? [] : [`it is being changed by ${holderInWords(holder)}`]),
    ...(lease?.kind === "unavailable"
      ? [`made without a lease, so that others are not told of it: ${lease.reason}`]
      : []),
  ];
}

function bare({ name, namespace }: LeaseAddress): LeaseAddress {
  return { namespace, name };
}

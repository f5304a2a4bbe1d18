import type { EventOf, LeaseAnswer, RunEvent } from "../../core/run/event.ts";
import { type Fence, successorInWords } from "../../core/run/handover.ts";
import { guardMilestone } from "./guard-milestone.ts";
import { clusterIdentity, identityInWords } from "../../core/run/cluster-identity.ts";
import { holderInWords } from "../../core/run/rival.ts";
import type { RunState } from "../../core/run/state.ts";
import { pageMilestone } from "./page-milestone.ts";
import { plainText } from "../../core/text/plain-text.ts";

const FOUND = {
  applied: "applied",
  "not-applied": "not-applied",
  unknown: "nobody can tell",
  unanswered: "no answer; it is asked again",
};

/** The line that stays for an event which a person must know of; null for all others. */
export function milestone(event: RunEvent, state: RunState): string | null {
  switch (event.type) {
    case "approved":
      return `approved by ${event.by.user}${identityInWords(event.by.as, clusterIdentity(event.by, state.run))}; looking once more before the change`;
    case "leased":
      return leased(event.lease, state, event.proposal);
    case "received":
      return received(event.receipt.outcome, "message" in event.receipt ? event.receipt.message : "");
    case "reconciled":
      return `asked the live system: ${FOUND[event.found]}${event.message === "" ? "" : ` (${plainText(event.message, 200)})`}`;
    case "withheld":
      return `${event.attempt > 1 ? "not sent again" : "nothing was sent"}: ${plainText(event.reason, 200)}`;
    case "progressed":
      return progressed(event, state);
    case "checked":
      return guardMilestone(event, state);
    case "paged":
      return pageMilestone(event, state);
    case "fenced":
      return fenced(event.fence, state);
    case "superseded":
      return `taken over by ${plainText(successorInWords(event.by), 300)}: nothing more is sent from here`;
    case "acknowledged":
      return `acknowledged by ${event.by.user}: nobody else is paged`;
    default:
      return null;
  }
}

/** Whether the runs before this one know that they are over. */
function fenced(fence: Fence, { run }: RunState): string {
  const before = run.origin?.runs.at(-1) ?? "";
  if (fence.kind === "unavailable")
    return `run ${before} cannot be fenced: ${plainText(fence.reason, 300)}. See that it is stopped: it may still page, and change what was approved there`;
  const { over } = fence;
  const also =
    over === null || over.run === before ? "" : `, and so is that of ${plainText(successorInWords(over), 300)}`;
  return `run ${before} is over (epoch ${fence.epoch}): it sends no write and no page any more${also}`;
}

/** Who holds the lease is told once, and whatever keeps it from being held. */
function leased(lease: LeaseAnswer, state: RunState, id: string): string | null {
  const known = state.proposals.find((proposal) => proposal.id === id)?.lease;
  switch (lease.outcome) {
    case "held":
      return known?.kind === "held" && known.turn === 1
        ? `holding the lease on it as run ${state.run.id}, epoch ${lease.epoch}`
        : null;
    case "refused":
    case "lost": {
      const who = lease.by === null ? "somebody else" : plainText(holderInWords(lease.by), 300);
      return lease.outcome === "lost" ? `the lease on it was taken over by ${who}` : `it is being changed by ${who}`;
    }
    case "unavailable":
      return `no lease on it, going on without: ${plainText(lease.reason, 300)}`;
    case "released":
      return null;
  }
}

/** What was seen of the change: that it is complete, once; and what became of it while it was to be proved. */
function progressed({ progress, proposal }: EventOf<"progressed">, { proposals }: RunState): string | null {
  if (progress.failed !== null) return `looked at the change: ${plainText(progress.failed, 200)}`;
  const { stage, undoes = null } = proposals.find(({ id }) => id === proposal) ?? {};
  if (progress.complete && undoes !== null) return "the undo is complete; looking at the symptoms";
  const looksAgain = stage?.kind === "verifying" && stage.proof.samples > 0;
  return progress.complete && !looksAgain ? "the change is complete; verifying" : null;
}

function received(outcome: string, message: string): string {
  switch (outcome) {
    case "applied":
      return "changed; waiting for it to complete";
    case "lost":
      return `the answer to the change was lost (${plainText(message, 200)}); the live system will be asked`;
    default:
      return `not changed: ${outcome}${message === "" ? "" : ` (${plainText(message, 200)})`}`;
  }
}

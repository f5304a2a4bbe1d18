import { isBeside } from "../plan/lease.ts";
import { changesMade, giveUp } from "./change.ts";
import { firstAsking } from "./asking.ts";
import type { EventOf } from "./event.ts";
import { preparing, type Lease } from "./lease.ts";
import type { Proposal } from "./proposal.ts";
import type { RunState } from "./state.ts";
import { type TakenLease, takenInWords } from "./taken-lease.ts";
import { withProposal } from "./with-proposal.ts";

/** A held lease is renewed this often: four times before it would be over. */
const RENEW_MS = 15_000;
/** Where it could not be asked, it is asked again after this. */
const RETRY_MS = 3_000;
/** A write that waits for it is given up after this many questions without an answer. */
const MOST_FAILURES = 3;

/** What became of asking for the lease. One that others hold, or took, ends a change that is not made yet; one that cannot be had ends nothing. */
export function takeLease(state: RunState, proposal: Proposal, { lease }: EventOf<"leased">): RunState {
  switch (lease.outcome) {
    case "held":
      return held(state, { ...proposal, rivals: lease.facts ?? proposal.rivals }, lease);
    case "refused":
      return stop(state, proposal, { kind: proposal.lease === null ? "refused" : "lost", by: lease.by });
    case "lost":
      return stop(state, proposal, { kind: "lost", by: lease.by });
    case "unavailable":
      return unavailable(state, proposal, lease.reason, lease.forbidden === true);
    case "released": {
      const epoch = proposal.lease?.kind === "held" ? proposal.lease.epoch : 0;
      return withProposal(state, { ...proposal, lease: { kind: "released", epoch } });
    }
  }
}

function held(
  state: RunState,
  proposal: Proposal,
  { epoch, untilMs, noted }: { readonly epoch: number; readonly untilMs: number; readonly noted?: true },
): RunState {
  const before = proposal.lease?.kind === "held" ? proposal.lease : null;
  const lease: Lease = {
    kind: "held",
    epoch,
    untilMs,
    renewAtMs: state.nowMs + RENEW_MS,
    hurryAtMs: state.nowMs,
    for: preparing(proposal),
    turn: (before?.turn ?? 0) + 1,
    failures: 0,
    noted: noted === true || before?.noted === true,
  };
  return withProposal(state, { ...proposal, lease });
}

/** Somebody else has it. What was not sent is not sent any more; what is on its way is asked about; what is made is looked after all the same. */
function stop(state: RunState, proposal: Proposal, lease: TakenLease): RunState {
  const next = { ...proposal, lease };
  const { stage } = next;
  if (stage.kind === "rechecking") return giveUp(state, next, takenInWords(state, lease));
  if (stage.kind !== "changing") return withProposal(state, next);
  const { phase } = stage.attempt;
  if (phase.kind === "preparing") return giveUp(state, next, takenInWords(state, lease));
  const asking = phase.kind === "reconciling" ? phase.asking : firstAsking(state.nowMs);
  const attempt = { ...stage.attempt, phase: { ...phase, kind: "reconciling" as const, asking } };
  return withProposal(state, { ...next, stage: { kind: "changing", attempt } });
}

function unavailable(state: RunState, proposal: Proposal, reason: string, forbidden: boolean): RunState {
  const { lease } = proposal;
  if (lease?.kind !== "held") return withProposal(state, { ...proposal, lease: { kind: "unavailable", reason } });
  if (forbidden || !["rechecking", "changing", "completing", "verifying"].includes(proposal.stage.kind))
    return withProposal(state, { ...proposal, lease: { kind: "unavailable", reason } });
  const failures = lease.failures + 1;
  const againAtMs = state.nowMs + RETRY_MS;
  const next: Proposal = {
    ...proposal,
    lease: { ...lease, failures, turn: lease.turn + 1, renewAtMs: againAtMs, hurryAtMs: againAtMs },
  };
  const attempt = preparing(next);
  const waits = attempt !== 0 && lease.for !== attempt;
  if (!waits || failures < MOST_FAILURES) return withProposal(state, next);
  // Half a change of what runs elsewhere, as a job that is stopped, is worse than one that others are not told of: its guards hold all the same.
  return changesMade(next) > 0 && next.plan?.lease !== undefined && !isBeside(next.plan.lease, next.plan.target)
    ? withProposal(state, { ...next, lease: { kind: "unavailable", reason } })
    : giveUp(state, next, `whether the lease on it is still ours could not be told: ${reason}`);
}

import { canonicalJson } from "../digest/canonical-json.ts";
import { checksRead } from "../conditions/checks-read.ts";
import type { Impact, Plan } from "../plan/plan.ts";
import { evidenceMoved } from "./evidence-moved.ts";
import { guardChecks } from "./guard.ts";
import { symptomsOf } from "./health.ts";
import type { Proposal } from "./proposal.ts";
import { rivalInWords } from "./rival.ts";
import { beginRound, isComplete, roundOf, withRound } from "./round.ts";
import type { RunState } from "./state.ts";
import { withProposal } from "./with-proposal.ts";

/** Between approval and change the cause's checks and the plan are gathered again. An inverse rests on its object alone. */
export function beginRecheck(state: RunState, proposal: Proposal): RunState {
  const rechecks = proposal.rechecks + 1;
  const stage = { kind: "rechecking" as const, attempt: rechecks, plan: null, failure: null, moved: null };
  const next = withProposal(
    { ...state, rounds: state.rounds.filter((round) => round.purpose !== "watch") },
    { ...proposal, rechecks, stage },
  );
  if (proposal.undoes !== null) return withRound(next, "recheck", null);
  return beginRound(next, "recheck", `recheck-${proposal.id}-${rechecks}`, checksBehind(state, proposal));
}

/**
 * The evidence moved after the object had been looked at, and nobody is known who moved it: the one who made the same change meanwhile, as often as
 * not. One more look tells.
 */
export function askWho(state: RunState, proposal: Proposal, moved: string): RunState | null {
  const { stage } = proposal;
  const asked = stage.kind !== "rechecking" || stage.moved !== null || stage.failure !== null;
  return asked ? null : lookForRivals(state, proposal, moved);
}

/** The object moved before its first write, and the lease on it could not be asked for: so who moved it is not known either. */
export function askWhoWithheld(state: RunState, proposal: Proposal, moved: string): RunState | null {
  const { stage, lease, receipts } = proposal;
  const unasked = stage.kind === "changing" && receipts.length === 0 && lease?.kind === "unavailable";
  return unasked ? lookForRivals(state, proposal, moved) : null;
}

function lookForRivals(state: RunState, proposal: Proposal, moved: string): RunState | null {
  // It may be its own write that moved it: that is asked first.
  if (proposal.straggler !== null) return null;
  if (proposal.plan?.lease === undefined || rivalInWords(state, proposal) !== "") return null;
  const rechecks = proposal.rechecks + 1;
  const stage = { kind: "rechecking" as const, attempt: rechecks, plan: null, failure: null, moved };
  return withProposal(state, { ...proposal, rechecks, stage });
}

/** What its cause and its own requirement read, the symptoms, and what it must not break. */
function checksBehind(state: RunState, proposal: Proposal): readonly string[] {
  const { runbook } = state.run;
  const cause = runbook.causes.find((candidate) => candidate.id === proposal.cause);
  const requires = runbook.mitigation.find((candidate) => candidate.id === proposal.mitigation)?.requires ?? null;
  const read = new Set([
    ...symptomsOf(runbook),
    ...guardChecks(state, proposal),
    ...(cause === undefined ? [] : checksRead(runbook, cause.when)),
    ...(requires === null ? [] : checksRead(runbook, requires)),
  ]);
  return runbook.investigation.map((check) => check.id).filter((id) => read.has(id));
}

/** Once both came: null while waiting, "" when the change may go on, else why it may not. */
export function recheckProblem(state: RunState, proposal: Proposal): string | null {
  if (proposal.stage.kind !== "rechecking") return null;
  const { plan, failure, moved: known } = proposal.stage;
  if (known !== null) return plan === null && failure === null ? null : known;
  if (failure !== null) return `it cannot be planned any more: ${failure}`;
  const round = roundOf(state, "recheck");
  if (plan === null || (proposal.undoes === null && (round === undefined || !isComplete(round)))) return null;
  const moved = planMoved(proposal, plan);
  if (moved !== null) return moved;
  return round === undefined || proposal.undoes !== null ? "" : (evidenceMoved(state, proposal, round) ?? "");
}

function planMoved(proposal: Proposal, plan: Plan): string | null {
  const shown = proposal.plan;
  if (shown === null) return "there is no plan";
  if ((shown.clusterUid ?? null) !== null && shown.clusterUid !== plan.clusterUid)
    return "it cannot be told that this is still the cluster that it was planned for";
  if (shown.server !== plan.server)
    return `it was shown for ${shown.server ?? "another server"}, and the environment has ${plan.server ?? "none"} by now`;
  if (shown.identity !== plan.identity)
    return `${shown.target.kind} ${shown.target.name} was changed since it was shown`;
  if (canonicalJson(shown.writes.map((w) => ({ ...w }))) !== canonicalJson(plan.writes.map((w) => ({ ...w }))))
    return "the change would be another one than was shown";
  return worseImpact(proposal.impact ?? shown.impact, plan.impact);
}

/**
 * Fewer ready pods that keep serving than shown, or a disruption budget that now forbids it. A moved number of replicas alone is not worse: where
 * fewer are wanted, no more of those may be missing than were shown, and some must keep serving.
 */
export function worseImpact(shown: Impact, now: Impact): string | null {
  if (shown.keepServing !== null && now.keepServing !== null && now.keepServing < shown.keepServing) {
    const [before, after] = [missing(shown), missing(now)];
    const onlyFewerWanted = before !== null && after !== null && after <= before && now.keepServing > 0;
    if (!onlyFewerWanted)
      return `only ${now.keepServing} ready pods would keep serving, ${shown.keepServing} were shown`;
  }
  if (now.budgetAllows === false && shown.budgetAllows !== false) return "a disruption budget forbids it by now";
  return null;
}

/** How many of the wanted pods do not serve meanwhile; null where their number is not moved by anybody. */
function missing({ replicas, keepServing }: Impact): number | null {
  return replicas === undefined || keepServing === null ? null : replicas - keepServing;
}

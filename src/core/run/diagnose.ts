import { evaluateCauses, offeredMitigations, unexplainedSymptoms } from "../runbook/diagnosis.ts";
import { evaluateCondition } from "../conditions/evaluate-condition.ts";
import { askedSymptoms, healthOf } from "./health.ts";
import type { CheckResult } from "../check/check-result.ts";
import { newProposal } from "./new-proposal.ts";
import type { Proposal } from "./proposal.ts";
import { isUnderWay, wasApplied } from "./proposal.ts";
import { beginRound, withRound } from "./round.ts";
import type { Diagnosis, Round, RunState } from "./state.ts";
import { freshId } from "./with-proposal.ts";

/** While nothing else happens, a person's symptoms are sampled this often (the escalation clock's rule). */
export const WATCH_INTERVAL_MS = 30_000;

/** Asks all checks anew. What was offered before lapses: only what the newest diagnosis supports may be approved. */
export function beginDiagnosis(state: RunState, mayPropose: boolean): RunState {
  const cycle = state.cycle + 1;
  const proposals = state.proposals.map((proposal) => lapse(proposal));
  const fresh = {
    ...state,
    sampled: new Map<string, CheckResult>(),
    cycle,
    mayPropose,
    proposals,
    rounds: state.rounds.filter((r) => r.purpose === "overdue"),
  };
  const checks = state.run.runbook.investigation.map((check) => check.id);
  return beginRound(fresh, "diagnosis", `diagnosis-${cycle}`, checks);
}

/** Takes in a complete diagnosis: what is true, what explains it, and which mitigations to plan. */
export function completeDiagnosis(state: RunState, round: Round): RunState {
  const { runbook, parameters, only } = state.run;
  const causes = evaluateCauses(runbook, round.results, parameters);
  const diagnosis: Diagnosis = {
    results: round.results,
    health: healthOf(runbook, round.results, only),
    causes,
    unexplained: unexplainedSymptoms(runbook, causes, round.results, parameters),
    completedAtMs: state.nowMs,
  };
  const diagnosed = withRound({ ...state, diagnosis }, "diagnosis", null);
  const armed = armConditionalSteps(diagnosed, diagnosis);
  const watch = { ...armed.watch, passes: 0, nextAtMs: state.nowMs + WATCH_INTERVAL_MS };
  const proposals = diagnosis.health === "problem" && state.mayPropose ? plannedFor(armed, diagnosis) : [];
  return { ...armed, watch, proposals: [...armed.proposals, ...proposals] };
}

/** When it began to hurt, as far as the checks can tell; what a rollback's target is chosen by. */
export function onsetAtMs(diagnosis: Diagnosis): number | null {
  const times = [...diagnosis.results.values()]
    .map((result) => result.observed["onsetAt"])
    .flatMap((value) => (typeof value === "string" ? [Date.parse(value)] : []))
    .filter((time) => Number.isFinite(time));
  return times.length === 0 ? null : Math.min(...times);
}

/** A mitigation could not be planned: those that the runbook names in its place, for the same cause, are planned now. */
export function planStandIns(state: RunState, refused: Proposal): RunState {
  const { diagnosis } = state;
  if (diagnosis === null || refused.mitigation === null) return state;
  const same = { ...diagnosis, causes: diagnosis.causes.filter(({ id }) => id === refused.cause) };
  return { ...state, proposals: [...state.proposals, ...plannedFor(state, same, refused.mitigation)] };
}

/** The mitigations of the true causes; those that stand in for `refused`, or where it is null those that stand in for none. */
function plannedFor(state: RunState, diagnosis: Diagnosis, refused: string | null = null): readonly Proposal[] {
  const { runbook, parameters } = state.run;
  const tried = new Set(state.proposals.filter(wasApplied).map((proposal) => proposal.mitigation));
  return offeredMitigations(runbook, diagnosis.causes, diagnosis.results, parameters)
    .filter(({ mitigation }) => (mitigation.insteadOf ?? null) === refused && !tried.has(mitigation.id))
    .map(({ mitigation, cause }) =>
      newProposal({
        id: freshId(state, state.cycle === 1 ? mitigation.id : `${mitigation.id}-${state.cycle}`),
        cycle: state.cycle,
        mitigation: mitigation.id,
        undoes: null,
        cause,
        because: diagnosis.causes.find((finding) => finding.id === cause)?.because ?? "",
        action: mitigation.action,
        args: mitigation.args,
        note: mitigation.note,
      }),
    );
}

function armConditionalSteps(state: RunState, diagnosis: Diagnosis): RunState {
  const { parameters, runbook } = state.run;
  const steps = state.steps.map((step) =>
    step.when !== null &&
    step.dueAtMs === null &&
    diagnosis.health === "problem" &&
    evaluateCondition(runbook, step.when, diagnosis.results, parameters) === true
      ? { ...step, dueAtMs: state.nowMs }
      : step,
  );
  return { ...state, steps };
}

function lapse(proposal: Proposal): Proposal {
  if (isUnderWay(proposal) || !["planning", "offered"].includes(proposal.stage.kind)) return proposal;
  return { ...proposal, stage: { kind: "expired", reason: null } };
}

/**
 * The checks that prove a change: those that the mitigation names, and all symptoms that were asked. One that passed before may fail by now, and one
 * that could not be told leaves open whether the trouble is over.
 */
export function provingChecks(state: RunState, proposal: Proposal): readonly string[] {
  const { runbook } = state.run;
  const named = runbook.mitigation.find((mitigation) => mitigation.id === proposal.mitigation)?.verify ?? [];
  const wanted = new Set([...named, ...askedSymptoms(state.run)]);
  return runbook.investigation.map((check) => check.id).filter((id) => wanted.has(id));
}

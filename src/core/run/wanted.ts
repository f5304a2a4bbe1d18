import { alertOnlyArguments } from "../alerts/alert-only.ts";
import type { Plan } from "../plan/plan.ts";
import { writeTimeoutMs } from "../plan/write-timeout.ts";
import { markOf } from "../plan/mark.ts";
import { restsUnanswered } from "./asking.ts";
import { mayChange } from "./approve.ts";
import { onsetAtMs } from "./diagnose.ts";
import type { Effect } from "./effect.ts";
import { mayPage } from "./escalate.ts";
import { awaitsFence, epochOf, rootOf } from "./handover.ts";
import { dueNotes } from "./notes.ts";
import { leaseAllows, leaseEffects } from "./lease.ts";
import type { Proposal } from "./proposal.ts";
import { isUnderWay } from "./proposal.ts";
import { wantsLook } from "./prove.ts";
import { askable, budgetMs } from "./round.ts";
import type { RunState } from "./state.ts";
import type { Note, Step } from "./step.ts";
import { proposalOf } from "./with-proposal.ts";

/** All effects that should be in flight, derived from the state alone; so a resumed run wants just what a running one would. */
export function wanted(state: RunState | null): readonly Effect[] {
  if (state === null || state.session === null || state.left !== null || state.successor !== null) return [];
  const mayGoOut = !awaitsFence(state);
  if (state.ended !== null || state.session.attendance === "visitor")
    return [...fence(state), ...(mayGoOut ? [...notes(state), ...(state.ended === null ? [] : leases(state))] : [])];
  return [
    ...fence(state),
    ...checks(state),
    ...state.proposals.flatMap((proposal) => ofProposal(state, proposal)),
    ...prompt(state),
    ...(mayGoOut ? [...leases(state), ...pages(state), ...notes(state)] : []),
  ];
}

function fence(state: RunState): readonly Effect[] {
  return awaitsFence(state) ? [{ id: `fence:${state.session?.id ?? ""}`, type: "fence", epoch: epochOf(state) }] : [];
}

function checks(state: RunState): readonly Effect[] {
  return state.rounds.flatMap((round) =>
    askable(round, state.run.runbook).map((check) => ({
      id: `check:${round.id}:${check.id}`,
      type: "check" as const,
      round: round.id,
      check,
      budgetMs: budgetMs(state, check),
    })),
  );
}

function leases(state: RunState): readonly Effect[] {
  return state.proposals.flatMap((proposal) => leaseEffects(state, proposal));
}

function ofProposal(state: RunState, proposal: Proposal): readonly Effect[] {
  const { stage, plan } = proposal;
  switch (stage.kind) {
    case "planning":
      return [planning(state, proposal, "propose", 0)];
    case "rechecking":
      return stage.plan === null && stage.failure === null ? [planning(state, proposal, "recheck", stage.attempt)] : [];
    case "changing":
      return plan === null ? [] : changing(state, proposal, plan);
    case "completing":
      return plan === null || state.nowMs < stage.nextAtMs ? [] : [looking(proposal, plan, String(stage.polls))];
    case "verifying":
      return plan === null || !wantsLook(stage.proof) ? [] : [looking(proposal, plan, `sample-${stage.proof.samples}`)];
    default:
      return [];
  }
}

function looking({ id, receipts }: Proposal, plan: Plan, turn: string): Effect {
  return { id: `progress:${id}:${turn}`, type: "progress", proposal: id, plan, receipts };
}

function planning(state: RunState, proposal: Proposal, stage: "propose" | "recheck", number: number): Effect {
  const original = proposal.undoes === null ? undefined : proposalOf(state, proposal.undoes);
  const undoes = original?.plan ? { plan: original.plan, receipts: original.receipts } : null;
  const { action, args } = proposal;
  const hearsay = alertOnlyArguments(args, state.run.alertOnly ?? []);
  const onset = state.diagnosis === null ? null : onsetAtMs(state.diagnosis);
  return {
    id: `plan:${proposal.id}:${stage}-${number}`,
    type: "plan",
    proposal: proposal.id,
    stage,
    recheck: number,
    action,
    args,
    ...(Object.keys(hearsay).length === 0 ? {} : { alertOnly: hearsay }),
    onsetAtMs: onset,
    shown: proposal.plan,
    undoes,
  };
}

function changing(state: RunState, proposal: Proposal, plan: Plan): readonly Effect[] {
  if (proposal.stage.kind !== "changing") return [];
  const { attempt } = proposal.stage;
  const write = plan.writes[attempt.write];
  if (write === undefined) return [];
  const { number, phase } = attempt;
  const name = `${proposal.id}:${write.id}:${number}`;
  const common = { proposal: proposal.id, write, attempt: number, plan };
  if (phase.kind === "preparing")
    return !leaseAllows(proposal) || awaitsFence(state) ? [] : [{ id: `prepare:${name}`, type: "prepare", ...common }];
  const { resourceVersion, notAfterMs, detail } = phase;
  const mark = markOf(proposal.approval?.run ?? state.run.id, proposal.id, write.id);
  if (phase.kind === "reconciling") {
    if (state.nowMs < phase.asking.nextAtMs || restsUnanswered(state, proposal)) return [];
    return [
      {
        id: `reconcile:${name}:${phase.otherwise === undefined ? "" : "again-"}${phase.asking.unanswered}`,
        type: "reconcile",
        ...common,
        resourceVersion,
        mark,
        notBeforeMs: notAfterMs + writeTimeoutMs(write),
      },
    ];
  }
  // Only the session that recorded the intent may send it.
  if (phase.session !== state.session?.id) return [];
  // Nor after its lease is over, by the clock here.
  const lastMs = proposal.lease?.kind === "held" ? Math.min(notAfterMs, proposal.lease.untilMs) : notAfterMs;
  return [{ id: `send:${name}`, type: "send", ...common, resourceVersion, mark, notAfterMs: lastMs, detail }];
}

/** A terminal is asked about the first open proposal; the others come when it has been answered. */
function prompt(state: RunState): readonly Effect[] {
  if (state.session?.attendance !== "terminal" || !mayChange(state) || state.proposals.some(isUnderWay)) return [];
  if (state.proposals.some((proposal) => proposal.stage.kind === "planning")) return [];
  const open = state.proposals.filter((proposal) => proposal.stage.kind === "offered").map((proposal) => proposal.id);
  return open.length === 0
    ? []
    : [{ id: `prompt:${state.answers}:${open.join(",")}`, type: "prompt", proposals: open }];
}

function pages(state: RunState): readonly Effect[] {
  return state.steps
    .filter((step) => mayPage(state, step))
    .map((step) => page(state, step, "page", step.recheck === "done"));
}

function notes(state: RunState): readonly Effect[] {
  return dueNotes(state).map(({ step, note }) => page(state, step, note, false));
}

function page(state: RunState, step: Step, note: "page" | Note, late: boolean): Effect {
  const { index } = step;
  return {
    id: `page:${index}:${note}:${attemptOf(step, note)}`,
    type: "page",
    step: index,
    note,
    target: step.page,
    dedupKey: `${rootOf(state.run)}/step-${index + 1}`,
    late,
  };
}

/** Which one after how many that failed. */
function attemptOf({ trying, notes: said }: Step, note: "page" | Note): number {
  if (note === "page") return trying?.failed ?? 0;
  const { [note]: state } = said;
  return state.kind === "owed" ? (state.trying?.failed ?? 0) : 0;
}

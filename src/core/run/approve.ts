import { canonicalJson } from "../digest/canonical-json.ts";
import { sha256Hex } from "../digest/sha256.ts";
import type { Plan } from "../plan/plan.ts";
import type { EventOf } from "./event.ts";
import type { Proposal } from "./proposal.ts";
import { isUnderWay } from "./proposal.ts";
import { beginRecheck } from "./recheck.ts";
import { withProposal } from "./with-proposal.ts";
import type { RunState } from "./state.ts";

/** An approval must come within this time of its plan. */
const APPROVAL_LIFETIME_MS = 30 * 60_000;

/** Only a real run may change anything; a dry run and a read-only environment never give out a digest. */
export function mayChange(state: RunState): boolean {
  return state.run.mode !== "dry-run" && !state.run.environment.readOnly;
}

/** A plan came: it is offered, with the digest that an approval must name. */
export function offer(state: RunState, proposal: Proposal, plan: Plan): RunState {
  const expiresAtMs = mayChange(state) ? state.nowMs + APPROVAL_LIFETIME_MS : null;
  const digest = expiresAtMs === null ? null : digestOf(state, proposal, plan, expiresAtMs);
  return withProposal(state, {
    ...proposal,
    plan,
    impact: plan.impact,
    digest,
    expiresAtMs,
    stage: { kind: "offered" },
  });
}

/** Everything that an approval binds; samples and impact are recorded, not digested. */
function digestOf(state: RunState, proposal: Proposal, plan: Plan, expiresAtMs: number): string {
  const { run } = state;
  return sha256Hex(
    canonicalJson({
      run: run.id,
      runbook: run.runbookHash,
      parameters: run.parameters,
      environment: run.environment.name,
      cluster: run.environment.cluster,
      clusterUid: plan.clusterUid ?? null,
      // Left out where there is none: a run that an older bigops recorded keeps its digests.
      ...(plan.server === undefined ? {} : { server: plan.server }),
      proposal: proposal.id,
      cause: proposal.cause,
      action: plan.action,
      identity: plan.identity,
      writes: plan.writes.map((write) => ({ ...write })),
      instructions: plan.instructions,
      expiresAtMs,
    }),
  );
}

function bears({ digest }: Proposal, prefix: string): boolean {
  return digest?.startsWith(prefix) === true;
}

/** Why an approval of this digest would not be taken; null: it would. The digest may be a prefix of at least 12 characters. */
export function approvalProblem(state: RunState, digest: string, atMs: number): string | null {
  if (state.run.mode === "dry-run") return "a dry run changes nothing";
  if (state.run.environment.readOnly) return `environment ${state.run.environment.name} is read-only`;
  if (digest.length < 12) return "the digest is too short: give at least 12 characters";
  const named = state.proposals.filter((proposal) => bears(proposal, digest));
  if (named.length === 0) return "no proposal of this run has that digest";
  const proposal = named.find((candidate) => candidate.stage.kind === "offered");
  if (proposal === undefined) return "that proposal is no longer open";
  if (named.length > 1) return "more than one proposal begins with that digest";
  if (proposal.expiresAtMs === null || atMs >= proposal.expiresAtMs)
    return "the approval came after the proposal expired";
  if (state.proposals.some(isUnderWay)) return "another change is under way";
  return null;
}

/** An approval sets the recheck off; one that would not be taken changes nothing. */
export function approve(state: RunState, event: EventOf<"approved">): RunState {
  if (approvalProblem(state, event.digest, event.atMs) !== null) return state;
  const proposal = state.proposals.find(
    (candidate) => candidate.stage.kind === "offered" && bears(candidate, event.digest),
  );
  if (proposal === undefined) return state;
  return beginRecheck(state, { ...proposal, approval: { by: event.by, atMs: event.atMs } });
}

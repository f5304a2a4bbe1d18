import { expectsHolder, withoutHolder } from "../run/abandoned.ts";
import type { RunState } from "../run/state.ts";
import { undecidedCauses } from "../runbook/undecided-causes.ts";
import { aimKubectl, type KubectlAim } from "../text/aim-kubectl.ts";
import { withoutOverdueOffers } from "../run/overdue-offers.ts";
import { exitCodeOf } from "../run/outcome.ts";
import { outcomeOf } from "../run/settle.ts";
import { aimCheck, aimProposal } from "./aim-commands.ts";
import { checkEntries } from "./check-entries.ts";
import { acknowledgedEntry, escalationEntries } from "./escalation-entries.ts";
import { iso } from "./iso.ts";
import { originEntry } from "./origin-entry.ts";
import { proposalEntries, unavailableEntries } from "./proposal-entries.ts";
import type { RunDocument } from "./run-document.ts";

/** What is known of a run, where it is told, besides its events. */
interface Telling {
  /** false: its journal could not be written. */
  readonly recorded?: boolean;
  /** How kubectl reaches its cluster from here; null: nobody is to paste its commands. */
  readonly aim?: KubectlAim | null;
  /** false: it was looked, and no living process holds it. */
  readonly held?: boolean;
  /** When it is told: what nobody approved by then waits no more. Left out of what a process tells of the run that it holds, which keeps the time. */
  readonly nowMs?: number;
}

/** A run's document: the same story that the screen tells. */
export function documentOf(
  told: RunState,
  { recorded = true, aim = null, held = true, nowMs }: Telling = {},
): RunDocument {
  const state = nowMs === undefined ? told : withoutOverdueOffers(told, nowMs);
  const { run } = state;
  const abandoned = !held && expectsHolder(state);
  const standing = outcomeOf(state);
  // What no journal holds cannot be approved later either: then it is just a problem that was found.
  const outcome = standing === "awaiting-approval" && !recorded ? "problem" : standing;
  return {
    schema: "bigops.run/v1",
    run: {
      id: run.id,
      runbook: run.runbook.name,
      title: run.runbook.title,
      severity: run.runbook.severity,
      environment: run.environment.name,
      place: run.environment.place,
      mode: run.mode,
      parameters: run.parameters,
      operator: `${run.operator.user}@${run.operator.host}`,
      startedAt: iso(state.startedAtMs),
      endedAt: state.ended === null ? null : iso(state.ended.atMs),
      recorded,
      abandoned,
      protected: run.environment.protected,
      readOnly: run.environment.readOnly,
      origin: originEntry(state),
      successor: state.successor,
    },
    outcome,
    exitCode: exitCodeOf(outcome),
    checks: checkEntries(state).map((entry) => aimCheck(entry, aim)),
    causes: (state.diagnosis?.causes ?? [])
      .filter((cause) => cause.truth === true)
      .map(({ id, title, because }) => ({ id, title, because })),
    unexplained: state.diagnosis?.unexplained ?? [],
    undecided:
      state.diagnosis === null
        ? []
        : undecidedCauses(run.runbook, state.diagnosis.causes, state.diagnosis.results, state.diagnosis.unexplained),
    proposals: proposalEntries(state)
      .map((entry) => aimProposal(entry, aim))
      .map((entry) => (recorded ? entry : { ...entry, digest: null, expiresAt: null })),
    unavailable: unavailableEntries(state).map((entry) => ({ ...entry, reason: aimKubectl(entry.reason, aim) })),
    escalation: escalationEntries(abandoned ? withoutHolder(state) : state),
    acknowledged: acknowledgedEntry(state),
  };
}

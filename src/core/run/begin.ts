import type { EventOf } from "./event.ts";
import { beginDiagnosis } from "./diagnose.ts";
import type { RunState } from "./state.ts";

const OWED = { kind: "owed", trying: null, message: null } as const;

/** The state after the first event: the escalation chain is fixed here, its due times counted from this moment. */
export function begin(event: EventOf<"started">): RunState {
  const steps = event.run.runbook.escalation.map((step, index) => ({
    index,
    page: step.page,
    afterMs: step.afterMs,
    when: step.when,
    dueAtMs: step.afterMs === null ? null : event.atMs + step.afterMs,
    status: "waiting" as const,
    requested: false,
    recheck: "none" as const,
    recheckAtMs: 0,
    message: null,
    trying: null,
    notes: { acknowledge: OWED, resolve: OWED },
  }));
  const empty: RunState = {
    run: event.run,
    startedAtMs: event.atMs,
    nowMs: event.atMs,
    stampedAtMs: event.atMs,
    clockSetMs: 0,
    session: null,
    cycle: 0,
    rounds: [],
    diagnosis: null,
    mayPropose: true,
    proposals: [],
    steps,
    sampled: new Map(),
    acknowledgement: null,
    answers: 0,
    watch: { rounds: 0, passes: 0, nextAtMs: 0 },
    fence: null,
    successor: null,
    left: null,
    ended: null,
  };
  return beginDiagnosis(empty, true);
}

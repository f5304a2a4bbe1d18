import type { Json } from "../../../src/core/json.ts";
import type { RunIdentity } from "../../../src/core/run/run-identity.ts";
import * as machine from "../../../src/core/run/machine.ts";
import type { RunEvent } from "../../../src/core/run/event.ts";
import type { RunState } from "../../../src/core/run/state.ts";
import type { Runbook } from "../../../src/core/runbook/runbook.ts";
import { result } from "../../core/runbook/results.ts";
import { NOW_MS } from "./corpus.ts";

/** A run whose diagnosis waits for one check, and the round that it waits in. */
export interface Waiting {
  readonly state: RunState;
  readonly round: string;
}

const known = new WeakMap<Runbook, Map<string, Waiting>>();

/** A run of the runbook in which every check but this one has been answered, the symptoms by a failure. */
export function stateBefore(runbook: Runbook, parameters: Readonly<Record<string, Json>>, missing: string): Waiting {
  const ofRunbook = known.get(runbook) ?? new Map<string, Waiting>();
  known.set(runbook, ofRunbook);
  const waiting = ofRunbook.get(missing) ?? beginRun(runbook, parameters, missing);
  ofRunbook.set(missing, waiting);
  return waiting;
}

function beginRun(runbook: Runbook, parameters: Readonly<Record<string, Json>>, missing: string): Waiting {
  const begun: readonly RunEvent[] = [
    { atMs: NOW_MS, type: "started", run: identityOf(runbook, parameters) },
    { atMs: NOW_MS, type: "session", session: "1", attendance: "none" },
  ];
  const first = begun.reduce<RunState | null>(machine.apply, null);
  const round = first?.rounds[0]?.id;
  if (round === undefined) throw new Error("no diagnosis was begun");
  const told = runbook.investigation
    .filter(({ id }) => id !== missing)
    .map(({ id, role }): RunEvent => {
      const answered = { ...result(role === "symptom" ? "fail" : "pass"), summary: "as it was told" };
      return { atMs: NOW_MS, type: "checked", round, check: id, result: answered };
    });
  const state = told.reduce<RunState | null>(machine.apply, first);
  if (state === null) throw new Error("the run is gone");
  return { state, round };
}

function identityOf(runbook: Runbook, parameters: Readonly<Record<string, Json>>): RunIdentity {
  return {
    id: "run-7k2m",
    runbook,
    runbookHash: "0".repeat(64),
    environment: { name: "staging", protected: false, readOnly: false, place: "staging/ml", cluster: "c1" },
    mode: "run",
    parameters,
    only: null,
    timeoutMs: 10_000,
    operator: { user: "ada", as: null, host: "laptop" },
    version: "0.0.0",
  };
}

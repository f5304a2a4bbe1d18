import type { CheckResult } from "../check/check-result.ts";
import type { Check } from "../runbook/runbook.ts";
import type { RunState } from "../run/state.ts";
import { iso } from "./iso.ts";
import type { CheckEntry } from "./run-document.ts";

/** The checks in the runbook's order: the diagnosis under way where it has an answer, else the last complete one. */
export function checkEntries(state: RunState): readonly CheckEntry[] {
  const results = currentResults(state);
  return state.run.runbook.investigation.map((check) => checkEntry(check, results.get(check.id), state));
}

/** The results that the screen and the document speak of. */
function currentResults(state: RunState): ReadonlyMap<string, CheckResult> {
  const running = state.rounds.find((round) => round.purpose === "diagnosis");
  // A run that ended well shows what proved it, not what was wrong before.
  const proved = state.ended?.outcome === "resolved" ? state.sampled : [];
  return new Map([...(state.diagnosis?.results ?? []), ...(running?.results ?? []), ...proved]);
}

function checkEntry(check: Check, result: CheckResult | undefined, { run, nowMs }: RunState): CheckEntry {
  const asked = run.only === null || run.only.includes(check.id);
  const identity = { id: check.id, title: check.title, probe: check.probe, role: check.role, asked };
  if (result === undefined)
    return {
      ...identity,
      verdict: "skipped",
      summary: "not answered yet",
      expected: null,
      observed: {},
      evidence: [],
      notes: [],
      flip: null,
      vantage: "",
      equivalent: "",
      error: null,
      startedAt: iso(nowMs),
      durationMs: 0,
    };
  const { verdict, summary, expected, observed, evidence, notes, flip, vantage, equivalent, error } = result;
  return {
    ...identity,
    verdict,
    summary,
    expected,
    observed,
    evidence,
    notes,
    flip,
    vantage,
    equivalent,
    error,
    startedAt: iso(result.startedAtMs),
    durationMs: result.durationMs,
  };
}

import { askable } from "../../core/run/round.ts";
import type { Check } from "../../core/runbook/runbook.ts";
import type { Round, RunState } from "../../core/run/state.ts";
import { changeProgress } from "./change-progress.ts";
import { fit } from "./fit.ts";
import { localTimes, span } from "./moment.ts";
import { sign, signWidth } from "./sign.ts";
import { columns, paint, type View } from "./view.ts";
import { watchProgress } from "./watch-progress.ts";

/** What is going on right now, a line each that never wraps: checks being asked, and the change being made or proved. */
export function renderProgress(state: RunState, view: View): readonly string[] {
  const round = state.rounds.find((candidate) => candidate.purpose === "diagnosis");
  const width = columns(view) - 1;
  return [
    ...(round === undefined ? [] : diagnosing(state, round, width, view)),
    ...[...changeProgress(state, view), ...watchProgress(state, view)].map((line) => `  ${fit(line, width - 2, view)}`),
  ];
}

function diagnosing({ run }: RunState, round: Round, width: number, view: View): readonly string[] {
  const asked = new Set(askable(round, run.runbook).map((check) => check.id));
  const checks = run.runbook.investigation.filter((check) => run.only === null || run.only.includes(check.id));
  const idWidth = Math.max(0, ...checks.map((check) => check.id.length));
  const room = Math.max(10, width - 2 - signWidth(view) - 1 - idWidth - 2);
  return checks.map((check) => {
    const result = round.results.get(check.id);
    const mark = result === undefined ? " ".repeat(signWidth(view)) : sign({ ...result, role: check.role }, view);
    const text = result === undefined ? waiting(check, round, asked, view) : localTimes(result.summary, view);
    const line = `${check.id.padEnd(idWidth)}  ${fit(text, room, view)}`;
    return `  ${mark} ${result === undefined ? paint(view).dim(line) : line}`;
  });
}

function waiting(check: Check, { askedAtMs, results }: Round, asked: ReadonlySet<string>, view: View): string {
  const sinceMs = askedAtMs.get(check.id);
  if (asked.has(check.id) && sinceMs !== undefined) return `asking, ${span(view.nowMs - sinceMs)}`;
  return `waits for ${check.needs.filter((need) => !results.has(need)).join(", ")}`;
}

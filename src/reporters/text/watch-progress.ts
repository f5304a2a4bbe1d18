import { allPass, failingSymptoms, symptomsOf } from "../../core/run/health.ts";
import type { RunState } from "../../core/run/state.ts";
import { isWatching } from "../../core/run/watch.ts";
import { span } from "./moment.ts";
import { bigopsCommand } from "../../core/text/bigops-command.ts";
import { columns, type View } from "./view.ts";

/** What goes on while somebody stays and nothing is asked or changed: the symptoms are sampled, the clock runs; and how to leave. */
export function watchProgress(state: RunState, view: View): readonly string[] {
  if (!isWatching(state)) return [];
  const { passes } = state.watch;
  const needed = state.run.runbook.verification.passes;
  const seen = passes === 0 ? failing(state) : `they passed ${passes} of ${needed} times`;
  return [`watching the symptoms: ${seen}`, ...nextPage(state, view), `Ctrl-C leaves; the run can be resumed`];
}

/** What the latest look saw; before the first one, the diagnosis. */
function failing({ sampled, diagnosis, run }: RunState): string {
  const results = sampled.size > 0 ? sampled : (diagnosis?.results ?? sampled);
  if (failingSymptoms(run.runbook, results).length > 0) return "they still fail";
  return allPass(symptomsOf(run.runbook), results) ? "they passed" : "none is seen failing, but not all can be told";
}

function nextPage({ steps, run }: RunState, view: View): readonly string[] {
  const [next] = steps
    .flatMap(({ status, dueAtMs, page, trying }) => {
      const atMs = trying?.nextAtMs ?? dueAtMs;
      return status === "waiting" && atMs !== null ? [{ atMs, page, failed: trying !== null }] : [];
    })
    .sort((a, b) => a.atMs - b.atMs);
  if (next === undefined) return [];
  const left = span(Math.max(0, next.atMs - view.nowMs));
  const due = next.failed ? `${next.page} is not paged yet, again in ${left}` : `${next.page} is paged in ${left}`;
  const told = `${due}; ${bigopsCommand(`ack ${run.id}`, view.stateDir)} stops it`;
  // These lines never wrap, and a command that is cut names another folder: the screen above has all of it.
  return [view.stateDir === null || told.length <= columns(view) - 3 ? told : due];
}

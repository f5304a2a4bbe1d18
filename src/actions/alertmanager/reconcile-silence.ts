import type { Action, ActionContext, SendOrder } from "../action.ts";
import { keptText } from "./kept.ts";
import { bearsMark } from "./made-silence.ts";
import { readSilences } from "./silence-scene.ts";

type Reconciled = Awaited<ReturnType<Action["reconcile"]>>;

/**
 * Asks Alertmanager what became of a write whose answer was lost. Ended silences are kept for days, so that a mark that is nowhere was never stored,
 * unless the member of the cluster that took it is not seen from here: then nobody can know. Rejects with ClientError when it cannot be asked.
 */
export async function reconcileSilence(order: SendOrder, context: ActionContext): Promise<Reconciled> {
  const alertmanager = await context.doors.alertmanager();
  const { plan, write, mark } = order;
  // A single silence's 404 may be anybody's: only a whole list shows that Alertmanager itself knows it no more.
  const { silences, half } = await readSilences(alertmanager, context.signal);
  if (write.method === "DELETE") {
    const kept = silences.find(({ id }) => id === keptText(plan, "silenceId"));
    if (kept !== undefined)
      return kept.state === "expired"
        ? { found: "applied", message: `${write.object} has ended` }
        : { found: "not-applied", message: `${write.object} is still ${kept.state}` };
    return half === null
      ? { found: "applied", message: `${write.object} is not there any more` }
      : { found: "unknown", message: `${write.object} is not there, but ${half}` };
  }
  const made = silences.find((silence) => bearsMark(silence, mark));
  if (made !== undefined) return { found: "applied", message: `silence ${made.id} carries the mark ${mark}` };
  return half === null
    ? { found: "not-applied", message: `no silence carries the mark ${mark}` }
    : { found: "unknown", message: `no silence carries the mark ${mark} here, but ${half}` };
}

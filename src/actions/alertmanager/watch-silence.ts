import { apiTime } from "../../clients/kubernetes-objects/api-time.ts";
import type { JsonObject } from "../../core/json.ts";
import type { Plan } from "../../core/plan/plan.ts";
import type { Progress } from "../../core/run/event.ts";
import type { ActionContext } from "../action.ts";
import { keptLabels, keptText } from "./kept.ts";
import { madeSilence } from "./made-silence.ts";

/** Complete when the silence is active and hides all that matches; when it was to end, once it has. Rejects with ClientError. */
export async function watchSilence(
  plan: Plan,
  receipts: readonly JsonObject[],
  context: ActionContext,
): Promise<Progress> {
  const alertmanager = await context.doors.alertmanager();
  if (plan.writes[0]?.method === "DELETE") {
    const { state, endsAtMs } = await alertmanager.silence(keptText(plan, "silenceId"), context.signal);
    return state === "expired"
      ? { complete: true, completedAtMs: endsAtMs, failed: null, summary: "the silence has ended" }
      : running(`the silence is still ${state}`);
  }
  const [silences, alerts] = await Promise.all([
    alertmanager.silences(context.signal),
    alertmanager.alerts(keptLabels(plan), context.signal),
  ]);
  const made = madeSilence(silences, plan, receipts);
  if (made === undefined) return failed("the silence is not there any more");
  if (made.state === "expired") {
    // Alertmanager writes the time of an early end over the one that it was to have.
    const early = made.endsAtMs < Date.parse(keptText(plan, "endsAt"));
    return failed(`the silence ${early ? "was ended" : "has come to its end"} at ${apiTime(made.endsAtMs)}`);
  }
  const loud = alerts.filter(({ silencedBy }) => silencedBy.length === 0).length;
  if (made.state === "pending" || loud > 0)
    return running(`the silence is ${made.state}, ${loud} of ${alerts.length} alerts still notify`);
  return {
    complete: true,
    completedAtMs: made.startsAtMs,
    failed: null,
    summary: `silenced until ${apiTime(made.endsAtMs)}`,
  };
}

function running(summary: string): Progress {
  return { complete: false, completedAtMs: null, failed: null, summary };
}

function failed(why: string): Progress {
  return { complete: false, completedAtMs: null, failed: why, summary: why };
}

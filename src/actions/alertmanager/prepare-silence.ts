import { ClientError } from "../../clients/client-error.ts";
import type { Plan, Write } from "../../core/plan/plan.ts";
import type { ActionContext, Prepared } from "../action.ts";
import { identityOf, movedFields, type IdentityFields } from "../kubernetes/identity.ts";
import { keptLabels, keptText } from "./kept.ts";
import { expiryFields } from "./plan-expiry.ts";
import { silenceFields, silenceUid } from "./plan-silence.ts";
import { readSilenceScene } from "./silence-scene.ts";

/** Reads last thing what the plan rests on, and compares it with what was approved. Alertmanager has no versions to guard a write by. */
export async function prepareSilence(plan: Plan, write: Write, context: ActionContext): Promise<Prepared> {
  try {
    const { uid, fields } = await presentOf(plan, write, context);
    if (identityOf(uid, fields) !== plan.identity) {
      const moved = movedFields(plan.before["fields"], uid, fields).join(", ");
      return notReady(`${write.object} was changed since: ${moved || "other labels than were approved"}`);
    }
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    return notReady(`${write.object} could not be read again: ${error.message}`);
  }
  const endsAt = plan.before["endsAt"];
  if (write.method === "POST" && typeof endsAt === "string" && Date.parse(endsAt) <= context.nowMs)
    return notReady(`${write.object} would have ended by now`);
  return { ready: true, resourceVersion: null, detail: {} };
}

async function presentOf(
  plan: Plan,
  { method }: Write,
  context: ActionContext,
): Promise<{ readonly uid: string; readonly fields: IdentityFields }> {
  if (method === "POST") {
    const scene = await readSilenceScene(keptLabels(plan), context);
    return { uid: silenceUid(scene), fields: silenceFields(scene) };
  }
  const id = keptText(plan, "silenceId");
  const silence = await (await context.doors.alertmanager()).silence(id, context.signal);
  return { uid: id, fields: expiryFields(silence) };
}

function notReady(reason: string): Prepared {
  return { ready: false, reason };
}

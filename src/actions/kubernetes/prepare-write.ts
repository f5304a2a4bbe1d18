import { ClientError } from "../../clients/client-error.ts";
import type { Plan, Write } from "../../core/plan/plan.ts";
import type { ActionContext, Prepared } from "../action.ts";
import { identityOf, movedFields, type IdentityFields } from "./identity.ts";
import type { ApiObject } from "./objects.ts";
import { readGuarded } from "./read-guarded.ts";

/** Which fields make an object of the kind at hand the one that was approved. */
export interface IdentityRule {
  fieldsOf(object: ApiObject): IdentityFields;
}

/** Reads the object last thing and compares it with the approved one; names what moved. */
export async function prepareWrite(
  plan: Plan,
  write: Write,
  context: ActionContext,
  identity: IdentityRule,
): Promise<Prepared> {
  let object: ApiObject;
  try {
    const kubernetes = await context.doors.kubernetes();
    object = await readGuarded(kubernetes, write, context.signal);
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    return notReady(`${write.object} could not be read again: ${error.message}`);
  }
  const { uid, resourceVersion, generation, deletionTimestamp } = object.metadata;
  if (uid !== plan.target.uid) return notReady(`${write.object} was deleted and made anew since`);
  if (deletionTimestamp) return notReady(`${write.object} is being deleted`);
  const fields = identity.fieldsOf(object);
  if (identityOf(uid, fields) !== plan.identity) {
    const moved = movedFields(plan.before["fields"], uid, fields);
    return notReady(`${write.object} was changed since: ${moved.join(", ") || "other fields than were approved"}`);
  }
  return { ready: true, resourceVersion, detail: generation === undefined ? {} : { generation } };
}

function notReady(reason: string): Prepared {
  return { ready: false, reason };
}

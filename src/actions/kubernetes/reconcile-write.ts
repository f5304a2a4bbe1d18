import { ClientError } from "../../clients/client-error.ts";
import { MARK_ANNOTATION } from "../../core/plan/plan.ts";
import type { Action, ActionContext, SendOrder } from "../action.ts";
import type { ApiObject } from "./objects.ts";
import { readGuarded } from "./read-guarded.ts";

type Reconciled = Awaited<ReturnType<Action["reconcile"]>>;

/**
 * Asks the object what became of a write whose answer was lost. The mark is there: applied. It is not, and the object is still at the version
 * that the write was guarded by: not applied. Anything else: nobody can know. A failure to read is not an answer, and rejects with ClientError.
 */
export async function reconcileWrite(order: SendOrder, context: ActionContext): Promise<Reconciled> {
  const { write, mark, resourceVersion } = order;
  const kubernetes = await context.doors.kubernetes();
  let object: ApiObject;
  try {
    object = await readGuarded(kubernetes, write, context.signal);
  } catch (error) {
    if (!(error instanceof ClientError) || error.code !== "not-found") throw error;
    return {
      found: "unknown",
      message: `${write.object} does not exist any more; whether it was changed before is unknown`,
    };
  }
  const uid = order.plan.target.uid;
  if (object.metadata.uid !== uid) {
    return {
      found: "unknown",
      message: `${write.object} was deleted and made anew; whether it was changed before is unknown`,
    };
  }
  const found = object.metadata.annotations?.[MARK_ANNOTATION];
  if (found === mark) return { found: "applied", message: `${write.object} carries the mark ${mark}` };
  if (object.metadata.resourceVersion === resourceVersion) {
    return {
      found: "not-applied",
      message: `${write.object} is still at version ${resourceVersion}, without the mark`,
    };
  }
  const other = found === undefined ? "no mark" : `the mark ${found}`;
  return {
    found: "unknown",
    message: `${write.object} has ${other} and moved on to version ${object.metadata.resourceVersion}: the change may have been made and covered since`,
  };
}

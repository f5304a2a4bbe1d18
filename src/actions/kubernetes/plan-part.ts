import type { Json, JsonObject } from "../../core/json.ts";
import type { Plan, Target } from "../../core/plan/plan.ts";
import { asObject } from "../../clients/kubernetes-objects/pod-template.ts";
import { PlanRefusal } from "../action.ts";

/** What belongs to one object of a plan that writes several. */
export type PlanPart = Pick<Plan, "target" | "identity" | "before">;

/** As it is kept in the plan's `before.parts`, by the write's id. */
export function partsOf(parts: { readonly [write: string]: PlanPart }): JsonObject {
  return Object.fromEntries(
    Object.entries(parts).map(([write, { target, identity, before }]) => [
      write,
      { target: { ...target }, identity, before },
    ]),
  );
}

/** The plan as one of its writes sees it: with that object's target, identity and former state. */
export function partOf(plan: Plan, write: string): Plan {
  const part = asObject(asObject(plan.before["parts"])[write]);
  const target = asObject(part["target"]);
  const { kind, namespace, name, uid } = target;
  if (!isText(kind) || !isText(namespace) || !isText(name) || !isText(uid) || !isText(part["identity"]))
    throw new PlanRefusal("unfit", `the recorded plan lacks what write ${write} changes; nothing can be done from it`);
  const own: Target = { kind, namespace, name, uid };
  return { ...plan, target: own, identity: part["identity"], before: asObject(part["before"]) };
}

function isText(value: Json | undefined): value is string {
  return typeof value === "string";
}

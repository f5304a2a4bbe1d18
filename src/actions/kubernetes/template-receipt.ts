import type { JsonObject } from "../../core/json.ts";
import type { Plan } from "../../core/plan/plan.ts";
import { markedAtMs } from "./changed-at.ts";
import type { Deployment } from "./objects.ts";
import { templateHash } from "../../clients/kubernetes-objects/pod-template.ts";

/** What the answer to a template's change says for later: the template that the server stored, which a webhook may have added to. */
export function describeTemplate(answer: Deployment): JsonObject {
  return {
    generation: answer.metadata.generation ?? null,
    template: templateHash(answer.spec.template),
    changedAtMs: markedAtMs(answer),
  };
}

/** Why the Deployment's template is no longer the one that the plan left there, or null. Without a receipt (a lost answer) the plan's own counts. */
export function foreignTemplate(plan: Plan): (deployment: Deployment, receipt: JsonObject) => string | null {
  return (deployment, receipt) => {
    const left = receipt["template"] ?? plan.before["after"];
    if (templateHash(deployment.spec.template) === left) return null;
    return `the template of deployment/${deployment.metadata.name} was changed by somebody else since`;
  };
}

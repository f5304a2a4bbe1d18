import { PlanRefusal } from "../action.ts";
import type { Deployment } from "./objects.ts";
import { templateHash } from "../../clients/kubernetes-objects/pod-template.ts";
import type { Revision } from "../../clients/kubernetes-objects/revisions.ts";

/**
 * The revision that has the Deployment's present template. Throws PlanRefusal while the controller has not recorded it: the highest number
 * is then the one before, and a rollback counted from it would go one too far.
 */
export function currentRevision(deployment: Deployment, revisions: readonly Revision[]): Revision {
  const hash = templateHash(deployment.spec.template);
  const current = revisions.find((revision) => templateHash(revision.replicaSet.spec.template) === hash);
  if (current === undefined) {
    throw new PlanRefusal(
      "not-now",
      `deployment/${deployment.metadata.name} has a template that its controller has not recorded as a revision yet; try again in a moment`,
    );
  }
  return current;
}

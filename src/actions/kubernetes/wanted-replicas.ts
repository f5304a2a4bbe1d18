import { PlanRefusal } from "../action.ts";
import { minReplicas } from "./autoscaler-range.ts";
import type { DeploymentScene } from "./deployment-scene.ts";
import { parseJson } from "../../clients/http/parse-json.ts";
import { asObject } from "../../clients/kubernetes-objects/pod-template.ts";

const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

export interface WantedReplicas {
  readonly replicas: number;
  /** Where the number comes from, e.g. "the minimum of autoscaler feature-api". */
  readonly source: string;
}

/** The asked number, else the autoscaler's minimum, else what was last applied from a file. Throws PlanRefusal where none is known. */
export function wantedReplicas(asked: number | null, { deployment, autoscalers }: DeploymentScene): WantedReplicas {
  if (asked !== null) return { replicas: asked, source: "as asked" };
  const scaler = autoscalers.readable ? autoscalers.value[0] : undefined;
  if (scaler !== undefined) {
    return { replicas: minReplicas(scaler), source: `the minimum of autoscaler ${scaler.metadata.name}` };
  }
  const applied = appliedReplicas(deployment.metadata.annotations?.[LAST_APPLIED]);
  if (applied !== null && applied > 0) return { replicas: applied, source: "as last applied with kubectl" };
  const unread = autoscalers.readable ? "no autoscaler" : `no readable autoscaler (${autoscalers.problem})`;
  throw new PlanRefusal(
    autoscalers.readable ? "unsaid" : "unknown",
    `how many replicas deployment/${deployment.metadata.name} should have is unknown: none asked for, ${unread}, and no applied configuration that says; give replicas`,
  );
}

/** So many times the present number, rounded up, no more than `most`. Throws PlanRefusal where there are none to multiply. */
export function multipliedReplicas(
  factor: number,
  most: number | null,
  { deployment }: DeploymentScene,
): WantedReplicas {
  const now = deployment.spec.replicas ?? 1;
  if (now === 0)
    throw new PlanRefusal(
      "not-now",
      `deployment/${deployment.metadata.name} is scaled to zero: there is nothing to multiply`,
    );
  const product = Math.ceil(now * factor - 1e-9);
  const replicas = most === null ? product : Math.min(product, Math.max(most, now));
  return { replicas, source: `${factor} times as many${replicas === product ? "" : `, no more than ${replicas}`}` };
}

function appliedReplicas(configuration: string | undefined): number | null {
  const replicas = asObject(asObject(parseJson(configuration ?? ""))["spec"])["replicas"];
  return typeof replicas === "number" && Number.isSafeInteger(replicas) ? replicas : null;
}

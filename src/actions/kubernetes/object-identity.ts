import type { ApiObject, Autoscaler, ConfigMap, Deployment, Service } from "./objects.ts";
import type { IdentityFields } from "./identity.ts";
import { plainTemplate } from "../../clients/kubernetes-objects/pod-template.ts";

export const CHANGE_CAUSE = "kubernetes.io/change-cause";

/** What replacing the pods reads or writes. Not the replicas, which an autoscaler moves, nor the status. */
export function templateFields(deployment: Deployment): IdentityFields {
  return {
    "spec.template": plainTemplate(deployment.spec.template),
    "spec.paused": deployment.spec.paused ?? false,
    "spec.strategy": { ...deployment.spec.strategy, rollingUpdate: { ...deployment.spec.strategy?.rollingUpdate } },
    ...annotationsField(deployment),
  };
}

/** As `templateFields`, and the cause that kubectl shows for the revision, which an undo writes too. */
export function undoFields(deployment: Deployment): IdentityFields {
  return { ...templateFields(deployment), [CHANGE_CAUSE]: deployment.metadata.annotations?.[CHANGE_CAUSE] ?? null };
}

export function replicasFields(deployment: Deployment): IdentityFields {
  return { "spec.replicas": deployment.spec.replicas ?? 1, ...annotationsField(deployment) };
}

export function selectorFields(service: Service): IdentityFields {
  return {
    "spec.selector": service.spec.selector ?? null,
    "spec.type": service.spec.type ?? "ClusterIP",
    ...annotationsField(service),
  };
}

export function configFields(key: string): (configMap: ConfigMap) => IdentityFields {
  return (configMap) => ({
    [`data.${key}`]: configMap.data?.[key] ?? null,
    immutable: configMap.immutable ?? false,
    ...annotationsField(configMap),
  });
}

/** What setting an autoscaler's bounds reads or writes. */
export function boundsFields(scaler: Autoscaler): IdentityFields {
  const { minReplicas, maxReplicas, scaleTargetRef } = scaler.spec;
  return {
    "spec.minReplicas": minReplicas ?? 1,
    "spec.maxReplicas": maxReplicas,
    "spec.scaleTargetRef": `${scaleTargetRef.kind}/${scaleTargetRef.name}`,
    ...annotationsField(scaler),
  };
}

// The patch adds the whole map where there is none: were there one by then, it would be lost.
function annotationsField(object: ApiObject): IdentityFields {
  return { "metadata.annotations": object.metadata.annotations === undefined ? "none" : "some" };
}

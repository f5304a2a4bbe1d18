import { httpHealth } from "./http-health.ts";
import { kubernetesEndpoints } from "./kubernetes-endpoints.ts";
import { kubernetesPods } from "./kubernetes-pods.ts";
import { kubernetesRollout } from "./kubernetes-rollout.ts";
import type { Probe } from "./probe.ts";
import { prometheusQuery } from "./prometheus-query.ts";

/** Every probe there is, by type. */
export const probes: ReadonlyMap<string, Probe> = new Map(
  [kubernetesPods, kubernetesRollout, kubernetesEndpoints, httpHealth, prometheusQuery].map((probe) => [
    probe.type,
    probe as unknown as Probe,
  ]),
);

import type { RunMode } from "../../core/run/run-identity.ts";
import type { Runbook } from "../../core/runbook/runbook.ts";

/** What a run wants of the environment's cluster: it asks or changes it; it only keeps its leases there, where the environment names one; nothing. */
export type ClusterUse = "needed" | "for-leases" | "none";

/** A dry run that asks no cluster needs none: it changes and pages nothing that others should know of. */
export function clusterUse(runbook: Runbook, mode: RunMode): ClusterUse {
  if (needsKubernetes(runbook)) return "needed";
  const goesOut = runbook.escalation.length > 0 || runbook.mitigation.some(({ action }) => action !== "manual");
  return mode === "run" && goesOut ? "for-leases" : "none";
}

/** Whether any check or mitigation of the runbook speaks with a cluster. */
export function needsKubernetes(runbook: Runbook): boolean {
  const types = [
    ...runbook.investigation.map((check) => check.probe),
    ...runbook.mitigation.map((step) => step.action),
  ];
  return types.some((type) => type.startsWith("kubernetes."));
}

import type { Runbook } from "../../core/runbook/runbook.ts";

/** Whether any check or mitigation of the runbook speaks with a cluster. */
export function needsKubernetes(runbook: Runbook): boolean {
  const types = [
    ...runbook.investigation.map((check) => check.probe),
    ...runbook.mitigation.map((step) => step.action),
  ];
  return types.some((type) => type.startsWith("kubernetes."));
}

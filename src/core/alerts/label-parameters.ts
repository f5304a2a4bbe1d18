import { variableOf } from "../runbook/ids.ts";
import type { Runbook } from "../runbook/runbook.ts";
import type { Labels } from "./resolve-alert.ts";

/**
 * The parameters that an alert's labels fill in: one that declares the label, or is named as it is, hyphens being underscores in labels.
 * Labels that are no parameter's say nothing: alerts carry many.
 */
export function labelParameters(
  runbook: Pick<Runbook, "parameters">,
  labels: Labels,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(runbook.parameters).flatMap(([name, { label }]) => {
      const names = label === undefined ? [name, variableOf(name)] : [label];
      const own = names.find((candidate) => Object.hasOwn(labels, candidate));
      const value = own === undefined ? undefined : labels[own];
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}

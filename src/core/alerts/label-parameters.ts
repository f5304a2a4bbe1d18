import { variableOf } from "../runbook/ids.ts";
import type { Runbook } from "../runbook/runbook.ts";
import type { Labels } from "./resolved-alert.ts";

/**
 * What Prometheus itself writes on every sample: the scrape job and the target that it came from, e.g. job="flink-jobmanager". They are about the
 * metric's way here, so that no parameter means them by merely having their name.
 */
const OF_THE_SCRAPE: ReadonlySet<string> = new Set(["job", "instance"]);

type Parameters = Pick<Runbook, "parameters">;

/**
 * The parameters that an alert's labels fill in: one that declares the label, or is named as it is, hyphens being underscores in labels.
 * Labels that are no parameter's say nothing: alerts carry many.
 */
export function labelParameters({ parameters }: Parameters, labels: Labels): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, { label }]) => {
      const own = labelsOf(name, label).find((candidate) => Object.hasOwn(labels, candidate));
      const value = own === undefined ? undefined : labels[own];
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}

export interface Namesake {
  readonly parameter: string;
  readonly value: string;
  /** The label that fills the parameter instead; null: none does. */
  readonly label: string | null;
}

/** Labels that are called like a parameter and yet do not fill it: whoever gave them may think that they do. */
export function namesakes({ parameters }: Parameters, labels: Labels): readonly Namesake[] {
  return Object.entries(parameters).flatMap(([parameter, { label }]) => {
    const value = Object.hasOwn(labels, parameter) ? labels[parameter] : undefined;
    if (value === undefined || labelsOf(parameter, label).includes(parameter)) return [];
    return [{ parameter, value, label: label ?? null }];
  });
}

function labelsOf(parameter: string, declared: string | undefined): readonly string[] {
  if (declared !== undefined) return [declared];
  return [parameter, variableOf(parameter)].filter((label) => !OF_THE_SCRAPE.has(label));
}

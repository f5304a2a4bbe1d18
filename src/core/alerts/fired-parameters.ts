import type { Runbook } from "../runbook/runbook.ts";
import { labelParameters } from "./label-parameters.ts";
import type { Labels } from "./resolved-alert.ts";

export interface Difference {
  readonly parameter: string;
  /** Each alert's value, once; null: an alert without such a label. */
  readonly values: readonly (string | null)[];
}

/** What the labels of the alerts that fire fill in together. */
export type FiredParameters =
  | { readonly kind: "same"; readonly values: Readonly<Record<string, string>> }
  /** Not one trouble but several, each of its own place: nobody said which is meant. */
  | { readonly kind: "different"; readonly differences: readonly Difference[] };

/**
 * The parameters that the alerts of one name fill in as they fire, whether their labels were typed or not. Where several fire, all must say the same of
 * every parameter but those that the operator gave: with the runbook's default another place would be looked at than the one that they are about.
 */
export function firedParameters(
  runbook: Pick<Runbook, "parameters">,
  firing: readonly Labels[],
  given: readonly string[],
): FiredParameters {
  const each = firing.map((labels) => labelParameters(runbook, labels));
  const names = Object.keys(runbook.parameters).filter((name) => !given.includes(name));
  const differences = names.flatMap((parameter): readonly Difference[] => {
    const values = [...new Set(each.map((filled) => (Object.hasOwn(filled, parameter) ? filled[parameter] : null)))];
    return values.length > 1 ? [{ parameter, values: values.map((value) => value ?? null) }] : [];
  });
  if (differences.length > 0) return { kind: "different", differences };
  const [first = {}] = each;
  return { kind: "same", values: Object.fromEntries(Object.entries(first).filter(([name]) => names.includes(name))) };
}

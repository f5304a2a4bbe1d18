import type { Runbook, RunbookAlert } from "../runbook/runbook.ts";
import { nearestName } from "../source/nearest-name.ts";

export type Labels = { readonly [label: string]: string };

export interface Answering {
  readonly runbook: Runbook;
  readonly alert: RunbookAlert;
}

export type ResolvedAlert =
  | ({ readonly kind: "one" } & Answering)
  /** Several runbooks answer it, and none says more precisely than the others that it does. */
  | { readonly kind: "ambiguous"; readonly candidates: readonly Answering[] }
  /** `missing`: what labels the runbooks that know the name ask for besides. */
  | { readonly kind: "unknown"; readonly nearest: string | null; readonly missing: readonly Answering[] };

/**
 * The runbook that an alert leads to, by the runbooks' own alert entries: the name must be equal, and every label of the entry must be the
 * alert's. Of several the one that names most labels; still several are ambiguous.
 */
export function resolveAlert(name: string, labels: Labels, runbooks: readonly Runbook[]): ResolvedAlert {
  const entries = runbooks.flatMap((runbook) => runbook.alerts.map((alert) => ({ runbook, alert })));
  const named = entries.filter(({ alert }) => alert.name === name);
  const fitting = named.filter(({ alert }) =>
    Object.entries(alert.labels).every(([label, value]) => Object.hasOwn(labels, label) && labels[label] === value),
  );
  const most = Math.max(0, ...fitting.map(precision));
  const candidates = fitting.filter((entry) => precision(entry) === most);
  const [only, ...others] = candidates;
  if (only === undefined) {
    const names = [...new Set(entries.map(({ alert }) => alert.name))];
    return { kind: "unknown", nearest: named.length > 0 ? null : nearestName(name, names), missing: named };
  }
  return others.length === 0 ? { kind: "one", ...only } : { kind: "ambiguous", candidates };
}

function precision({ alert }: Answering): number {
  return Object.keys(alert.labels).length;
}

import type { Runbook } from "../runbook/runbook.ts";
import type { Answering, Labels } from "./resolved-alert.ts";

/** Every entry of the runbooks' own alerts that has this name, whatever it asks of the labels. */
export function entriesNamed(name: string, runbooks: readonly Runbook[]): readonly Answering[] {
  return runbooks.flatMap((runbook) =>
    runbook.alerts.filter((alert) => alert.name === name).map((alert) => ({ runbook, alert })),
  );
}

/** Those of the entries whose every label is the alert's: of several the ones that name most labels, none of which is more precise than another. */
export function mostPrecise(entries: readonly Answering[], labels: Labels): readonly Answering[] {
  const fitting = entries.filter(({ alert }) =>
    Object.entries(alert.labels).every(([label, value]) => Object.hasOwn(labels, label) && labels[label] === value),
  );
  const most = Math.max(0, ...fitting.map(precision));
  return fitting.filter((entry) => precision(entry) === most);
}

function precision({ alert }: Answering): number {
  return Object.keys(alert.labels).length;
}

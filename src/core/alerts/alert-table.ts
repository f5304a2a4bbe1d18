import type { Runbook } from "../runbook/runbook.ts";
import type { Answering } from "./resolved-alert.ts";

/** An alert, what it asks of the labels, and the runbooks that answer it: more than one is a mistake. */
export interface AlertRow {
  readonly answer: Answering;
  readonly rivals: readonly Answering[];
}

/** Every alert of the runbooks, the gravest first, then by name. */
export function alertTable(runbooks: readonly Runbook[]): readonly AlertRow[] {
  const rows = new Map<string, Answering[]>();
  for (const runbook of runbooks)
    for (const alert of runbook.alerts) {
      const labels = Object.entries(alert.labels).toSorted(([left], [right]) => (left < right ? -1 : 1));
      const key = JSON.stringify([alert.name, labels]);
      rows.set(key, [...(rows.get(key) ?? []), { runbook, alert }]);
    }
  return [...rows.values()]
    .flatMap(([answer, ...rivals]) => (answer === undefined ? [] : [{ answer, rivals }]))
    .toSorted(
      ({ answer: { alert: left } }, { answer: { alert: right } }) =>
        left.severity.localeCompare(right.severity) || left.name.localeCompare(right.name),
    );
}

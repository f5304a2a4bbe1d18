import { alertTable, type AlertRow } from "../../core/alerts/alert-table.ts";
import { jsonLines } from "../../reporters/json.ts";
import { roomOf } from "../output/view-of.ts";
import { table } from "../../reporters/text/table.ts";
import { configuredFolders } from "./configured-folders.ts";
import { labelWords } from "./label-words.ts";
import { warn } from "../output/warn.ts";
import { loadAll } from "./load-all.ts";

/** Prints every alert and the runbook that it leads to; 2 where one leads to several, or a runbook is broken. */
export async function listAlerts(output: string): Promise<number> {
  const cwd = process.cwd();
  const { loaded, broken } = await loadAll(await configuredFolders(cwd, process.env), cwd);
  const rows = alertTable(loaded.map(({ runbook }) => runbook));
  process.stdout.write(output === "json" ? jsonLines(rows.flatMap(entries)) : asText(rows));
  for (const problem of broken) warn(problem);
  return broken.length === 0 && rows.every(({ rivals }) => rivals.length === 0) ? 0 : 2;
}

function entries({ answer, rivals }: AlertRow): readonly object[] {
  return [answer, ...rivals].map(({ runbook, alert }) => ({
    alert: alert.name,
    severity: alert.severity,
    labels: alert.labels,
    runbook: runbook.name,
    title: runbook.title,
    ambiguous: rivals.length > 0,
  }));
}

function asText(rows: readonly AlertRow[]): string {
  const labelled = rows.some(({ answer }) => Object.keys(answer.alert.labels).length > 0);
  const lines = rows.map(({ answer: { alert, runbook }, rivals }) => [
    alert.name,
    alert.severity,
    ...(labelled ? [labelWords(alert.labels)] : []),
    [runbook.name, ...rivals.map((rival) => rival.runbook.name)].join(" and "),
    rivals.length > 0 ? "AMBIGUOUS" : runbook.title,
  ]);
  return table(
    [["ALERT", "SEVERITY", ...(labelled ? ["LABELS"] : []), "RUNBOOK", "TITLE"], ...lines],
    roomOf(process.stdout),
  );
}

import { configuredFolders } from "../runbooks/configured-folders.ts";
import { listRunbookFiles, type RunbookFile } from "../runbooks/find-runbook.ts";
import { loadRunbook } from "../runbooks/load-runbook.ts";
import { listAlerts } from "../runbooks/list-alerts.ts";
import { jsonLines } from "../../reporters/json.ts";
import { table } from "../../reporters/text/table.ts";
import { roomOf } from "../output/view-of.ts";
import { UsageError } from "../usage-error.ts";

/** Lists the runbooks that can be run from here, or the alerts that they answer. One that is broken is listed as such. */
export async function list(options: { readonly output: string; readonly alerts?: boolean }): Promise<number> {
  if (options.alerts === true) return listAlerts(options.output);
  const cwd = process.cwd();
  const files = await listRunbookFiles(await configuredFolders(cwd, process.env));
  const rows = await Promise.all(files.map((one) => rowOf(one, cwd)));
  if (options.output === "json") process.stdout.write(jsonLines(rows));
  else
    process.stdout.write(
      table(
        [
          ["NAME", "SEVERITY", "ALERTS", "TITLE"],
          ...rows.map((row) => [row.name, row.severity, row.alerts.join(", "), row.title]),
        ],
        roomOf(process.stdout),
      ),
    );
  return rows.some((row) => row.broken) ? 2 : 0;
}

interface Row {
  readonly name: string;
  readonly severity: string;
  readonly alerts: readonly string[];
  readonly title: string;
  readonly file: string;
  readonly broken: boolean;
}

async function rowOf(one: RunbookFile & { readonly calledAs: string }, cwd: string): Promise<Row> {
  const { calledAs: name, file } = one;
  try {
    const { severity, alerts, title } = (await loadRunbook(one, cwd)).runbook;
    return { name, severity, alerts: [...new Set(alerts.map((alert) => alert.name))], title, file, broken: false };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { name, severity: "", alerts: [], title: "not valid: bigops validate says why", file, broken: true };
  }
}

import { actions } from "../../actions/index.ts";
import type { Runbook } from "../../core/runbook/runbook.ts";
import { printable } from "../../reporters/text/printable.ts";
import { paragraph } from "../../reporters/text/block.ts";
import { hangingTable } from "../../reporters/text/hanging-table.ts";
import { probes } from "../../probes/index.ts";
import { labelWords } from "../runbooks/label-words.ts";
import { argumentRows, resultRows } from "../explain/field-rows.ts";
import { NOTIFICATION, NOTIFICATION_TEXT } from "../explain/notification.ts";
import { didYouMean } from "../nearest-name.ts";
import { viewOf } from "../output/view-of.ts";
import { configuredFolders } from "../runbooks/configured-folders.ts";
import { findRunbook, listRunbookFiles, looksLikeFile } from "../runbooks/find-runbook.ts";
import { loadRunbook } from "../runbooks/load-runbook.ts";
import { UsageError } from "../usage-error.ts";

/** Explains a probe, an action, a runbook or the notification: what it does, its parameters, results and units, with an example. */
export async function explain(name: string): Promise<number> {
  const probe = probes.get(name);
  const action = actions.get(name);
  if (probe !== undefined)
    write([
      heading(probe, "a probe: read-only"),
      section("ARGUMENTS", argumentRows(probe.args)),
      section("RESULTS (read by conditions)", resultRows(probe.observed)),
      `EXAMPLE\n${indented(probe.example)}`,
    ]);
  else if (action !== undefined)
    write([
      heading(action, "an action: changes something, after approval"),
      section("ARGUMENTS", argumentRows(action.args)),
      `UNDO\n  ${action.inverse === null ? "none" : "bigops undo RUN"}`,
      `EXAMPLE\n${indented(action.example)}`,
    ]);
  else if (name === NOTIFICATION) process.stdout.write(NOTIFICATION_TEXT);
  else await explainRunbook(name);
  return 0;
}

async function explainRunbook(name: string): Promise<void> {
  const cwd = process.cwd();
  const folders = await configuredFolders(cwd, process.env);
  const known = (await listRunbookFiles(folders)).map(({ calledAs }) => calledAs);
  const isFile = looksLikeFile(name);
  if (!isFile && !known.includes(name)) {
    const names = [...known, ...probes.keys(), ...actions.keys(), NOTIFICATION];
    // "pods" is what a person remembers of kubernetes.pods.
    const short = names.find((candidate) => candidate.endsWith(`.${name}`));
    throw new UsageError(
      `there is no runbook, probe or action "${name}".${didYouMean(short ?? name, names)}`,
      `there are: ${names.join(", ")}`,
    );
  }
  const { runbook, file } = await loadRunbook(await findRunbook(name, folders, cwd), cwd);
  write(runbookSections(printable(runbook), printable(file)));
}

function runbookSections(runbook: Runbook, file: string): readonly string[] {
  const { parameters, investigation, causes, mitigation, escalation } = runbook;
  return [
    `${runbook.name}: ${runbook.title} (${runbook.severity})\n  ${file}`,
    section(
      "ALERTS",
      runbook.alerts.map(({ name, severity, labels }) => [name, severity, labelWords(labels)]),
    ),
    `SYMPTOMS\n${runbook.symptoms.map((symptom) => `  ${symptom}`).join("\n")}`,
    section(
      "PARAMETERS",
      Object.entries(parameters).map(([name, one]) => [
        name,
        one.type,
        one.default === null ? (one.required ? "required" : "optional") : String(one.default),
        [one.description, one.label === undefined ? null : `an alert's label ${one.label} fills it`]
          .filter((part) => part !== null)
          .join("; "),
      ]),
    ),
    section(
      "CHECKS",
      investigation.map((check) => [check.id, check.role, check.probe, check.title]),
    ),
    section(
      "CAUSES",
      causes.map((cause) => [cause.id, cause.title]),
    ),
    section(
      "MITIGATIONS",
      mitigation.map(({ id, action, for: causes, guard = [] }) => [
        id,
        action,
        `for ${causes.join(", ")}${guard.length === 0 ? "" : `; must not break ${guard.join(", ")}`}`,
      ]),
    ),
    section(
      "ESCALATION",
      escalation.map((step) => [
        step.afterMs === null ? `when ${step.when ?? ""}` : `after ${step.afterMs / 60_000} min`,
        step.page,
      ]),
    ),
  ];
}

function heading({ type, title }: { readonly type: string; readonly title: string }, kind: string): string {
  return `${paragraph(`${type}: ${title}`, 0, viewOf(process.stdout, process.env, Date.now()))}\n  ${kind}`;
}

function section(title: string, rows: readonly (readonly string[])[]): string {
  const view = viewOf(process.stdout, process.env, Date.now());
  return `${title}\n${rows.length === 0 ? "  none" : hangingTable(rows, 2, view)}`;
}

function indented(text: string): string {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => `  ${line}`.trimEnd())
    .join("\n");
}

function write(sections: readonly string[]): void {
  process.stdout.write(`${sections.join("\n\n")}\n`);
}

import { firedParameters } from "../../core/alerts/fired-parameters.ts";
import { labelParameters, namesakes } from "../../core/alerts/label-parameters.ts";
import { resolveAlert } from "../../core/alerts/resolve-alert.ts";
import type { Labels } from "../../core/alerts/resolved-alert.ts";
import { withAlert } from "../../core/alerts/with-alert.ts";
import { warn } from "../output/warn.ts";
import { UsageError } from "../usage-error.ts";
import { differentWords, filledWords, namesakeWords, notOne, remarksOn, untoldWords } from "./alert-words.ts";
import { findRunbook } from "./find-runbook.ts";
import type { LiveAlerts } from "./live-alerts.ts";
import { loadAll } from "./load-all.ts";
import { loadRunbook, type LoadedRunbook } from "./load-runbook.ts";

export interface ChosenRunbook {
  readonly loaded: LoadedRunbook;
  /** The parameters that the alert's labels fill in. */
  readonly ofAlert: Readonly<Record<string, string>>;
}

export type AskAlerts = (name: string, labels: Labels) => Promise<LiveAlerts>;

/**
 * The runbook of the command line: by name or file, or the one that an alert leads to. Exactly one of the two must be given. `parameters` are those
 * that the operator gives by hand, as KEY=VALUE.
 */
export async function chooseRunbook(
  nameOrFile: string | null,
  alert: string | null,
  labels: readonly string[],
  folders: readonly string[],
  cwd: string,
  onText: (text: string) => Promise<void>,
  askAlerts: AskAlerts,
  parameters: readonly string[] = [],
): Promise<ChosenRunbook> {
  if (alert === null) {
    if (labels.length > 0) throw new UsageError("--label is for --alert only", "a parameter is given with --param");
    if (nameOrFile === null)
      throw new UsageError(
        "missing required argument 'runbook'",
        "give a name or a file, or --alert NAME; bigops list shows what there is",
      );
    return { loaded: await loadRunbook(await findRunbook(nameOrFile, folders, cwd), cwd, onText), ofAlert: {} };
  }
  if (nameOrFile !== null)
    throw new UsageError(`give either the runbook ${nameOrFile} or --alert ${alert}: an alert names its own runbook`);
  const byHand = parameters.map((text) => text.split("=")[0] ?? "");
  const labelled = Object.fromEntries(labels.map(asLabel));
  return ofAlert(alert, labelled, () => loadAll(folders, cwd), askAlerts, byHand);
}

async function ofAlert(
  name: string,
  labels: Labels,
  loadRunbooks: () => ReturnType<typeof loadAll>,
  ask: AskAlerts,
  byHand: readonly string[],
): Promise<ChosenRunbook> {
  const [{ loaded, broken }, live] = await Promise.all([loadRunbooks(), ask(name, labels)]);
  const runbooks = loaded.map(({ runbook }) => runbook);
  const untold = untoldWords(name, live);
  if (untold !== null) warn(untold);
  const found = resolveAlert(name, labels, runbooks, live.kind === "told" ? live.firing : []);
  if (found.kind !== "one") {
    const known = [...new Set(runbooks.flatMap(({ alerts }) => alerts.map((alert) => alert.name)))];
    throw notOne(name, found, live, known, broken);
  }
  const own = loaded.find(({ runbook }) => runbook === found.runbook);
  if (own === undefined) throw new Error("a runbook was resolved that was not loaded");
  for (const remark of [...remarksOn(name, found), ...namesakes(own.runbook, labels).map(namesakeWords)]) warn(remark);
  const typed = labelParameters(own.runbook, labels);
  const firing = live.kind === "told" ? live.firing : [];
  const fired = firedParameters(
    own.runbook,
    firing.map((alert) => alert.labels),
    byHand,
  );
  if (fired.kind === "different") throw differentWords(name, own.runbook, firing.length, fired.differences);
  const filled = Object.entries(fired.values).filter(([parameter]) => !Object.hasOwn(typed, parameter));
  if (filled.length > 0) warn(filledWords(name, filled));
  return {
    loaded: { ...own, runbook: withAlert(own.runbook, found.alert, labels) },
    ofAlert: { ...typed, ...fired.values },
  };
}

function asLabel(text: string): readonly [string, string] {
  const at = text.indexOf("=");
  if (at <= 0) throw new UsageError(`--label ${text} is no key=value`, "e.g. --label namespace=search");
  return [text.slice(0, at), text.slice(at + 1)];
}

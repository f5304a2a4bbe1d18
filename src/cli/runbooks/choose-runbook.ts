import { labelParameters, namesakes, type Namesake } from "../../core/alerts/label-parameters.ts";
import { resolveAlert, type Answering, type Labels, type ResolvedAlert } from "../../core/alerts/resolve-alert.ts";
import { withAlert } from "../../core/alerts/with-alert.ts";
import { plainText } from "../../core/text/plain-text.ts";
import { warn } from "../output/warn.ts";
import { UsageError } from "../usage-error.ts";
import { findRunbook } from "./find-runbook.ts";
import { labelWords } from "./label-words.ts";
import { loadAll } from "./load-all.ts";
import { loadRunbook, type LoadedRunbook } from "./load-runbook.ts";

export interface ChosenRunbook {
  readonly loaded: LoadedRunbook;
  /** The parameters that the alert's labels fill in. */
  readonly ofAlert: Readonly<Record<string, string>>;
}

/** The runbook of the command line: by name or file, or the one that an alert leads to. Exactly one of the two must be given. */
export async function chooseRunbook(
  nameOrFile: string | null,
  alert: string | null,
  labels: readonly string[],
  folders: readonly string[],
  cwd: string,
  onText: (text: string) => Promise<void>,
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
  return ofAlert(alert, Object.fromEntries(labels.map(asLabel)), cwd);
}

async function ofAlert(name: string, labels: Labels, cwd: string): Promise<ChosenRunbook> {
  const { loaded, broken } = await loadAll(cwd);
  const found = resolveAlert(
    name,
    labels,
    loaded.map(({ runbook }) => runbook),
  );
  if (found.kind !== "one") throw notOne(name, found, loaded, broken);
  const own = loaded.find(({ runbook }) => runbook === found.runbook);
  if (own === undefined) throw new Error("a runbook was resolved that was not loaded");
  for (const namesake of namesakes(own.runbook, labels)) warn(namesakeWords(namesake));
  return {
    loaded: { ...own, runbook: withAlert(own.runbook, found.alert, labels) },
    ofAlert: labelParameters(own.runbook, labels),
  };
}

function notOne(
  name: string,
  found: Exclude<ResolvedAlert, { readonly kind: "one" }>,
  loaded: readonly LoadedRunbook[],
  broken: readonly string[],
): UsageError {
  const unread = broken.length === 0 ? "" : `\n${broken.join("\n")}`;
  if (found.kind === "ambiguous")
    return new UsageError(
      `the alert ${name} leads to ${found.candidates.length} runbooks: ${found.candidates.map(candidate).join("; ")}${unread}`,
      "run one of them by its name, or tell them apart by the labels of their alerts",
    );
  if (found.missing.length > 0)
    return new UsageError(
      `no runbook answers the alert ${name} with these labels; there are: ${found.missing.map(candidate).join("; ")}${unread}`,
      "give the labels of the alert: --label KEY=VALUE",
    );
  const names = [...new Set(loaded.flatMap(({ runbook }) => runbook.alerts.map((alert) => alert.name)))];
  const near = found.nearest === null ? "" : ` Did you mean "${found.nearest}"?`;
  return new UsageError(`no runbook answers the alert "${name}".${near}${unread}`, `there are: ${names.join(", ")}`);
}

function namesakeWords({ parameter, value, label }: Namesake): string {
  const filledBy = label === null ? `give --param ${parameter}=… if it is meant` : `the label ${label} does`;
  return `the label ${parameter}=${plainText(value, 80)} does not fill the parameter ${parameter}: ${filledBy}`;
}

function candidate({ runbook, alert }: Answering): string {
  const labels = labelWords(alert.labels);
  return labels === "" ? runbook.name : `${runbook.name} (with ${labels})`;
}

function asLabel(text: string): readonly [string, string] {
  const at = text.indexOf("=");
  if (at <= 0) throw new UsageError(`--label ${text} is no key=value`, "e.g. --label namespace=search");
  return [text.slice(0, at), text.slice(at + 1)];
}

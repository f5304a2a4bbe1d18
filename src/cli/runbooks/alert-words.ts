import type { Difference } from "../../core/alerts/fired-parameters.ts";
import type { Namesake } from "../../core/alerts/label-parameters.ts";
import { EXPLICIT_ANNOTATION } from "../../core/alerts/named-runbooks.ts";
import type { Answering, LedBy, ResolvedAlert } from "../../core/alerts/resolved-alert.ts";
import type { Runbook } from "../../core/runbook/runbook.ts";
import { foreignText } from "../../core/text/foreign-text.ts";
import { shellQuote } from "../../core/text/shell-quote.ts";
import { UsageError } from "../usage-error.ts";
import { labelWords } from "./label-words.ts";
import type { LiveAlerts } from "./live-alerts.ts";

type Of<Kind> = Extract<ResolvedAlert, { readonly kind: Kind }>;

const VALUES_SHOWN = 5;

const LED_BY: Readonly<Record<LedBy, string>> = {
  annotation: `its annotation ${EXPLICIT_ANNOTATION}`,
  entry: "the runbooks' own alerts",
  link: "the link among its annotations",
};

/** What the operator should know of how the runbook was found: where there was more than one way to tell, and they disagree. */
export function remarksOn(name: string, { runbook, by, overruled }: Of<"one">): readonly string[] {
  const others = overruled.map((other) => `${LED_BY[other.by]} would lead to ${other.runbook}`);
  if (others.length > 0)
    return [`the alert ${name} leads to ${runbook.name} by ${LED_BY[by]}, which goes first; ${others.join(", and ")}`];
  return by === "link" ? [`the alert ${name} is no runbook's own; ${LED_BY.link} leads to ${runbook.name}`] : [];
}

/** Why no annotation was looked at; null where they were, or nobody keeps them. */
export function untoldWords(name: string, live: LiveAlerts): string | null {
  if (live.kind !== "untold") return null;
  return `whether an annotation of ${name} names another runbook, and what its labels say, is not known; the runbooks' own alerts decide: ${live.reason}`;
}

/** Where values come from that nobody typed. */
export function filledWords(name: string, filled: readonly (readonly [parameter: string, value: string])[]): string {
  const values = filled.map(([parameter, value]) => `${parameter}=${foreignText(value, 80)}`).join(", ");
  return `from the labels of ${name} as it fires: ${values}; --param goes before them`;
}

/** Several alerts of the name fire, and are about several places. */
export function differentWords(
  name: string,
  { parameters }: Pick<Runbook, "parameters">,
  firing: number,
  differences: readonly Difference[],
): UsageError {
  const told = differences.map(({ parameter, values }) => {
    const shown = values.slice(0, VALUES_SHOWN).map((value) => (value === null ? "none" : foreignText(value, 80)));
    const more = values.length > VALUES_SHOWN ? ` and ${values.length - VALUES_SHOWN} more` : "";
    return `${parameter} (${shown.join(", ")}${more})`;
  });
  const [{ parameter, values } = { parameter: "", values: [] }] = differences;
  const { label = parameter.replaceAll("-", "_"), default: standard = null } = parameters[parameter] ?? {};
  const example = foreignText(values.find((value) => value !== null) ?? "…", 80);
  const usual = standard === null ? `${parameter}=…` : shellQuote(`${parameter}=${String(standard)}`);
  return new UsageError(
    `${firing} alerts ${name} fire, and differ in ${told.join(" and ")}: which is meant is not known`,
    `say which: --label ${shellQuote(`${label}=${example}`)}; or give the value, e.g. the usual one: --param ${usual}`,
  );
}

export function namesakeWords({ parameter, value, label }: Namesake): string {
  const filledBy = label === null ? `give --param ${parameter}=… if it is meant` : `the label ${label} does`;
  return `the label ${parameter}=${foreignText(value, 80)} does not fill the parameter ${parameter}: ${filledBy}`;
}

/** Why an alert leads to no single runbook, with what to do. */
export function notOne(
  name: string,
  found: Exclude<ResolvedAlert, Of<"one">>,
  live: LiveAlerts,
  known: readonly string[],
  broken: readonly string[],
): UsageError {
  const unread = broken.length === 0 ? "" : `\n${broken.join("\n")}`;
  switch (found.kind) {
    case "ambiguous":
      return new UsageError(
        `the alert ${name} leads to ${found.candidates.length} runbooks: ${found.candidates.map(candidate).join("; ")}${unread}`,
        "run one of them by its name, or tell them apart by the labels of their alerts",
      );
    case "misnamed": {
      const instead = found.instead.map(({ runbook }) => `bigops run ${runbook.name}`).join(" or ");
      return new UsageError(
        `the alert ${name} is annotated with ${EXPLICIT_ANNOTATION}: ${foreignText(found.named, 80)}, and there is no such runbook.${meant(found.nearest)}${unread}`,
        `correct the annotation; meanwhile run the right one by its name${instead === "" ? "" : `: without the annotation it would be ${instead}`}`,
      );
    }
    case "unknown":
      return unknown(name, found, live, known, unread);
  }
}

function unknown(
  name: string,
  { missing, nearest, links }: Of<"unknown">,
  live: LiveAlerts,
  known: readonly string[],
  unread: string,
): UsageError {
  const linked = links.map((link) => `${link.annotation} ends in ${foreignText(link.name, 80)}`).join(", ");
  const noRunbook = linked === "" ? "" : `\nof its annotations, ${linked}: no runbook is called so`;
  const quiet =
    live.kind === "told" && live.firing.length === 0 ? "\nit does not fire: its annotations are not known" : "";
  const rest = `${noRunbook}${quiet}${unread}`;
  if (missing.length > 0)
    return new UsageError(
      `no runbook answers the alert ${name} with these labels; there are: ${missing.map(candidate).join("; ")}${rest}`,
      "give the labels of the alert: --label KEY=VALUE",
    );
  return new UsageError(
    `no runbook answers the alert "${name}".${meant(nearest)}${rest}`,
    `there are: ${known.join(", ")}`,
  );
}

function meant(nearest: string | null): string {
  return nearest === null ? "" : ` Did you mean "${nearest}"?`;
}

function candidate({ runbook, alert }: Answering): string {
  const labels = labelWords(alert.labels);
  return labels === "" ? runbook.name : `${runbook.name} (with ${labels})`;
}

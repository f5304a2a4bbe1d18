import type { CheckEntry, RunDocument } from "../../core/document/run-document.ts";
import { labelled, labelledCommand, paragraph } from "./block.ts";
import { evidenceLine } from "./evidence-line.ts";
import { guardLines } from "./guard-lines.ts";
import { firstOf } from "./first-of.ts";
import { localTimes, nearby, stamp } from "./moment.ts";
import { printable } from "./printable.ts";
import { sign, signWidth } from "./sign.ts";
import { paint, type View } from "./view.ts";

const LINES_SHOWN = 50;

/** Why each cause holds or does not, a line each, from what was seen at `atMs`. */
export interface Diagnosed {
  readonly atMs: number;
  readonly causes: readonly string[];
}

/**
 * How bigops knows: for each check (or the one named by `only`) the deciding sample, its limit, from where it was seen, and what would have
 * flipped it; then the causes, and what each change did to what it must not break. After a change the checks are newer than the diagnosis, which is said.
 */
export function renderWhy(document: RunDocument, only: string | null, diagnosed: Diagnosed | null, view: View): string {
  const safe = printable(document);
  const checks = safe.checks.filter((check) => only === null || check.id === only);
  const began = paint(view).dim(`run ${safe.run.id}, began ${stamp(Date.parse(safe.run.startedAt), view)}`);
  const causes = only === null && diagnosed !== null ? causeLines(checks, printable(diagnosed)) : [];
  const below = [...causes, ...guardsOf(safe, only)].map((line) => paragraph(localTimes(line, view), 0, view));
  return `${[paragraph(began, 0, view), ...checks.map((check) => whyCheck(check, view)), ...below].join("\n\n")}\n`;
}

function causeLines(checks: readonly CheckEntry[], { atMs, causes }: Diagnosed): readonly string[] {
  const newer = checks.some((check) => Date.parse(check.startedAt) > atMs);
  if (!newer || causes.length === 0) return causes;
  const at = new Date(atMs).toISOString();
  return [`checks were looked at again since; the causes are those of the diagnosis at ${at}:`, ...causes];
}

/** With the looks that decided, and how many there were. */
function guardsOf({ proposals }: RunDocument, only: string | null): readonly string[] {
  return proposals.flatMap(({ id, guards }) =>
    guards
      .filter(({ check }) => only === null || check === only)
      .map((guard) => {
        const { before, after, samples, failures } = guard;
        const looks = [
          ...(before === null ? [] : [`before: ${before.verdict} at ${before.at}`]),
          ...(after === null ? [] : [`after: ${after.verdict} at ${after.at}, ${failures} of ${samples} looks failed`]),
          ...(after?.flip == null ? [] : [`would flip it: ${after.flip}`]),
        ];
        return `guard of ${id}: ${guardLines({ guards: [guard] }).join("")}${looks.length === 0 ? "" : `; ${looks.join("; ")}`}`;
      }),
  );
}

function whyCheck(check: CheckEntry, view: View): string {
  const at = signWidth(view) + 1;
  const title = `${paint(view).bold(check.id)} ${check.verdict}: ${localTimes(check.summary, view)}`;
  const row = (label: string, text: string | null) =>
    text === null || text === "" ? [] : [labelled(label, localTimes(text, view), at, at + 11, view)];
  const rows = (label: string, texts: readonly string[]) =>
    firstOf(texts, LINES_SHOWN, "all in --output json").flatMap((text) => row(label, text));
  const { error } = check;
  return [
    labelled(sign(check, view), title, 0, at, view),
    ...row("asked", [`${check.probe}, ${check.role}`, ...(check.expected === null ? [] : [check.expected])].join("; ")),
    ...row("seen", seen(check, view)),
    ...rows(
      "sample",
      check.evidence.map((evidence) => evidenceLine(evidence, view)),
    ),
    ...row("would flip", check.flip),
    ...rows("note", check.notes),
    ...(error === null ? [] : [...row("error", `${error.code}: ${error.message}`), ...row("next", error.hint)]),
    ...(check.equivalent === "" ? [] : [labelledCommand("same as", check.equivalent, at, at + 11, view)]),
  ].join("\n");
}

function seen({ vantage, startedAt, durationMs }: CheckEntry, view: View): string | null {
  return vantage === "" ? null : `${vantage} at ${nearby(Date.parse(startedAt), view)}, in ${durationMs} ms`;
}

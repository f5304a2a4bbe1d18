import type { CheckEntry } from "../../core/document/run-document.ts";
import { plainText } from "../../core/text/plain-text.ts";
import { hang, labelledCommand, paragraph } from "./block.ts";
import { evidenceLine } from "./evidence-line.ts";
import { laterError, type LaterError } from "./error-after-another.ts";
import { firstOf } from "./first-of.ts";
import { localTimes, nearby } from "./moment.ts";
import { nextStep } from "./next-step.ts";
import { sign, signWidth } from "./sign.ts";
import { columns, paint, type View } from "./view.ts";

export interface ChecksStyle {
  /** With vantage, expectation, evidence and the equivalent command. */
  readonly verbose: boolean;
}

/** A summary is a line or two; what is longer is in the JSON document. */
const SUMMARY_LENGTH = 400;
const NOTES_SHOWN = { short: 3, verbose: 20 };
const EVIDENCE_SHOWN = 20;
/** Where less room than this is left beside the ids, the sentences go below them. */
const LEAST_ROOM = 24;

/** A line a check in the runbook's order; what could not be seen stands beside what was. Checks left out by `--check` share one line. Ids are as wide as those of `beside`, the list that these are a part of. */
export function checksSection(
  checks: readonly CheckEntry[],
  style: ChecksStyle,
  view: View,
  beside: readonly CheckEntry[] = checks.filter((check) => check.asked),
): string {
  const asked = checks.filter((check) => check.asked);
  const others = checks.filter((check) => !check.asked).map((check) => check.id);
  const width = Math.max(0, ...beside.map((check) => check.id.length));
  const left = others.length === 0 ? [] : [paragraph(paint(view).dim(`not asked for: ${others.join(", ")}`), 2, view)];
  const lines = asked.flatMap((check) => checkLines(check, laterError(check, asked), width, style, view));
  return [...lines, ...left].join("\n");
}

function checkLines(
  check: CheckEntry,
  later: LaterError | null,
  idWidth: number,
  style: ChecksStyle,
  view: View,
): readonly string[] {
  const { dim } = paint(view);
  const below = 2 + signWidth(view) + 1;
  const beside = below + idWidth + 2;
  const stacked = columns(view) - beside < LEAST_ROOM;
  const indent = stacked ? below + 2 : beside;
  const line = (text: string) => `${" ".repeat(indent)}${hang(text, indent, view)}`;
  const lead = `  ${sign(check, view)} ${check.id}`;
  const said = later === null ? sentence(check, view) : `${check.verdict}: ${plainText(later.said, SUMMARY_LENGTH)}`;
  const hint = later === null ? (check.error?.hint ?? "") : (later.hint ?? "");
  const more = [...notes(check, style), ...(style.verbose ? verboseLines(check, view) : [])];
  return [
    ...(stacked
      ? [lead, line(said)]
      : [`${lead}${" ".repeat(idWidth - check.id.length + 2)}${hang(said, indent, view)}`]),
    ...(hint === "" ? [] : [`${" ".repeat(indent)}${dim(nextStep(localTimes(hint, view), indent, view))}`]),
    ...more.map((text) => line(dim(localTimes(text, view)))),
    ...(style.verbose && check.equivalent !== ""
      ? [dim(labelledCommand("same as:", check.equivalent, indent, indent + 9, view))]
      : []),
  ];
}

/** The summary with the state's word where the sign alone would not do, and the onset in local time. */
function sentence(check: CheckEntry, view: View): string {
  const word = { pass: "", fail: "", inconclusive: "inconclusive: ", error: "error: ", skipped: "skipped: " }[
    check.verdict
  ];
  const onset = check.observed["onsetAt"];
  const sinceMs = check.verdict === "fail" && typeof onset === "string" ? Date.parse(onset) : Number.NaN;
  const since = Number.isNaN(sinceMs) ? "" : `, since ${nearby(sinceMs, view)}`;
  return `${word}${localTimes(plainText(check.summary, SUMMARY_LENGTH), view)}${since}`;
}

function notes(check: CheckEntry, style: ChecksStyle): readonly string[] {
  const shown = check.notes.map((note) => `(${plainText(note, SUMMARY_LENGTH)})`);
  return style.verbose
    ? firstOf(shown, NOTES_SHOWN.verbose, "all in --output json")
    : firstOf(shown, NOTES_SHOWN.short, "see -v");
}

function verboseLines(check: CheckEntry, view: View): readonly string[] {
  const line = (label: string, value: string | null) => (value === null || value === "" ? [] : [`${label}: ${value}`]);
  const evidence = check.evidence.map((entry) => plainText(evidenceLine(entry, view), SUMMARY_LENGTH));
  return [
    ...line("expected", check.expected),
    ...line("seen", check.vantage === "" ? null : `${check.vantage}, in ${check.durationMs} ms`),
    ...firstOf(evidence, EVIDENCE_SHOWN, "all in --output json"),
  ];
}

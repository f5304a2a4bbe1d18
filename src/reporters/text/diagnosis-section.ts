import type { CheckEntry, RunDocument } from "../../core/document/run-document.ts";
import { paragraph } from "./block.ts";
import { checksSection, type ChecksStyle } from "./checks-section.ts";
import { nearby } from "./moment.ts";
import { paint, type View } from "./view.ts";

/**
 * The checks; where something was changed since they were asked, with the time of that diagnosis, so that nobody takes it for the present. Those that were
 * asked since then stand first, apart: what proved a change says nothing of the evidence that led to it.
 */
export function diagnosisSection(document: RunDocument, style: ChecksStyle, view: View): string {
  const { checks } = document;
  const changedAtMs = lastChangeMs(document);
  const asked = checks.filter((check) => check.asked);
  const before = asked.filter((check) => changedAtMs !== null && askedMs(check) < changedAtMs);
  if (before.length === 0) return checksSection(checks, style, view);
  const caption = (text: string) => paragraph(paint(view).dim(text), 2, view);
  const asItWas = caption(`as it was at ${nearby(latest(before), view)}, before the change:`);
  const since = asked.filter((check) => !before.includes(check));
  if (since.length === 0) return [asItWas, checksSection(checks, style, view)].join("\n");
  const older = checks.filter((check) => !since.includes(check));
  return [
    caption(`asked since the change, the latest at ${nearby(latest(since), view)}:`),
    checksSection(since, style, view, asked),
    asItWas,
    checksSection(older, style, view, asked),
  ].join("\n");
}

/** When something was changed last; null: nothing was. */
function lastChangeMs({ proposals }: RunDocument): number | null {
  const times = proposals.flatMap(({ applied }) => (applied === null ? [] : [Date.parse(applied.at)]));
  return times.length === 0 ? null : Math.max(...times);
}

function askedMs({ startedAt }: CheckEntry): number {
  return Date.parse(startedAt);
}

function latest(checks: readonly CheckEntry[]): number {
  return Math.max(...checks.map(askedMs));
}

import type { RunDocument } from "../../core/document/run-document.ts";
import { paragraph } from "./block.ts";
import { checksSection, type ChecksStyle } from "./checks-section.ts";
import { nearby } from "./moment.ts";
import { paint, type View } from "./view.ts";

/** The checks; where something was changed since, with the time of that diagnosis, so that nobody takes it for the present. */
export function diagnosisSection(document: RunDocument, style: ChecksStyle, view: View): string {
  const checks = checksSection(document.checks, style, view);
  const askedAtMs = Math.max(
    ...document.checks.filter(({ asked }) => asked).map((check) => Date.parse(check.startedAt)),
  );
  const changed = document.proposals.some(
    ({ applied }) => applied !== null && Number.isFinite(askedAtMs) && Date.parse(applied.at) > askedAtMs,
  );
  if (!changed) return checks;
  return [
    paragraph(paint(view).dim(`as it was at ${nearby(askedAtMs, view)}, before the change:`), 2, view),
    checks,
  ].join("\n");
}

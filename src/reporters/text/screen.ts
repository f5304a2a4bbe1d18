import type { RunDocument } from "../../core/document/run-document.ts";
import { causesSection } from "./causes-section.ts";
import { diagnosisSection } from "./diagnosis-section.ts";
import { ending } from "./ending.ts";
import { escalationSection } from "./escalation-section.ts";
import { head } from "./head.ts";
import { printable } from "./printable.ts";
import { proposalsSection } from "./proposals-section.ts";
import type { View } from "./view.ts";

/** What a screen shows besides the diagnosis. */
export interface ScreenStyle {
  readonly verbose: boolean;
  /** false before a question: the end is not known yet. */
  readonly ending: boolean;
  /** A process stays with the run: it can be approved from elsewhere, and not be gone on with there. Before the end one does. Default: false. */
  readonly isHeld?: boolean;
}

/** The one screen that tells the story; pure, from the document. Foreign text in it cannot reach the terminal's controls. */
export function renderScreen(document: RunDocument, style: ScreenStyle, view: View): string {
  const safe = printable(document);
  const sections = [
    head(safe, view),
    diagnosisSection(safe, style, view),
    causesSection(safe, view),
    proposalsSection(safe, view, style.isHeld === true || !style.ending),
    escalationSection(safe, view),
    style.ending ? ending(safe, view, style.isHeld === true) : null,
  ];
  return `${sections.filter((section) => section !== null && section !== "").join("\n\n")}\n`;
}

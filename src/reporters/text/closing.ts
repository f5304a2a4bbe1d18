import type { RunDocument } from "../../core/document/run-document.ts";
import { labelled } from "./block.ts";
import { COLUMN } from "./causes-section.ts";
import { ending } from "./ending.ts";
import { escalationSection } from "./escalation-section.ts";
import { guardLines } from "./guard-lines.ts";
import { localTimes } from "./moment.ts";
import { printable } from "./printable.ts";
import { proposalStatus } from "./proposal-status.ts";
import type { View } from "./view.ts";

/** The end of a run whose diagnosis is on the screen already: what became of its proposals, its pages, and how it stands. */
export function renderClosing(document: RunDocument, view: View): string {
  const safe = printable(document);
  const states = safe.proposals.flatMap((proposal) => {
    const at = Math.max(COLUMN, proposal.id.length + 4);
    const guards = proposal.applied === null ? [] : guardLines(proposal);
    return [
      labelled(proposal.id, proposalStatus(proposal, view), 2, at, view),
      ...guards.map((line) => labelled("", `guard ${localTimes(line, view)}`, 2, at, view)),
    ];
  });
  const sections = [states.length === 0 ? null : states.join("\n"), escalationSection(safe, view), ending(safe, view)];
  return `${sections.filter((section) => section !== null).join("\n\n")}\n`;
}

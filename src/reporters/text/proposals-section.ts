import type { ProposalEntry, RunDocument } from "../../core/document/run-document.ts";
import { bigopsCommand } from "../../core/text/bigops-command.ts";
import { labelled, labelledCommand, labelledInstruction } from "./block.ts";
import { COLUMN } from "./causes-section.ts";
import { changeLines } from "./change-lines.ts";
import { firstOf } from "./first-of.ts";
import { guardLines } from "./guard-lines.ts";
import { localTimes } from "./moment.ts";
import { proposalStatus } from "./proposal-status.ts";
import { paint, type View } from "./view.ts";

const ROWS_START = 4;
const ROWS_AT = 16;
const WARNINGS_SHOWN = 8;

/** What would help: each proposal of the newest diagnosis, what became of earlier ones, and what could not be planned. */
export function proposalsSection(document: RunDocument, view: View, isHeld = false): string | null {
  const shown = document.proposals.map((proposal) => proposalBlock(document, proposal, view, isHeld));
  const missing = document.unavailable.map(({ id, reason }) =>
    labelled("Not possible", `${id}: ${localTimes(reason, view)}`, 2, ROWS_AT, view),
  );
  const blocks = [...shown, ...(missing.length === 0 ? [] : [missing.join("\n")])];
  return blocks.length === 0 ? null : blocks.join("\n\n");
}

function proposalBlock(document: RunDocument, proposal: ProposalEntry, view: View, isHeld: boolean): string {
  const title = labelled("Proposal", paint(view).bold(proposal.plan.summary), 2, COLUMN, view);
  const status = proposalStatus(proposal, view, isHeld);
  return [title, ...rowsOf(document, proposal, view), ...row("state", status, view)].join("\n");
}

/** What is still to be decided is told in full, a change that was made by its undo, and what is over by its state alone. */
function rowsOf(document: RunDocument, proposal: ProposalEntry, view: View): readonly string[] {
  switch (proposal.status) {
    case "proposed":
    case "approved":
      return planRows(document, proposal, view);
    case "applied":
    case "verified":
    case "not-helped":
    case "regressed":
    case "unknown":
      return [...changeRows(proposal, view), ...guardRows(proposal, view), ...undoRow(document, proposal, view)];
    default:
      return [];
  }
}

function planRows(document: RunDocument, proposal: ProposalEntry, view: View): readonly string[] {
  const { plan, note } = proposal;
  const cause = document.causes.length < 2 ? undefined : document.causes.find(({ id }) => id === proposal.cause);
  const warnings = [...(note === null ? [] : [note]), ...plan.warnings].map((text) => localTimes(text, view));
  return [
    ...(cause === undefined ? [] : row("against", localTimes(cause.title, view), view)),
    ...(proposal.undoes === null ? [] : row("because", localTimes(proposal.because, view), view)),
    ...plan.instructions.map((step, index) =>
      labelledInstruction(index === 0 ? "by hand" : "", step, ROWS_START, ROWS_AT, view),
    ),
    ...changeRows(proposal, view),
    ...rows(
      "effect",
      plan.impact.map((text) => localTimes(text, view)),
      view,
    ),
    ...rows("watch out", itemized(firstOf(warnings, WARNINGS_SHOWN, "see details")), view),
    ...guardRows(proposal, view),
    ...(plan.equivalent === "" ? [] : [labelledCommand("same as", plan.equivalent, ROWS_START, ROWS_AT, view)]),
    ...undoRow(document, proposal, view),
  ];
}

function changeRows(proposal: ProposalEntry, view: View): readonly string[] {
  return rows("change", changeLines(proposal.plan.changes), view);
}

function guardRows(proposal: ProposalEntry, view: View): readonly string[] {
  return rows(
    "guard",
    guardLines(proposal).map((line) => localTimes(line, view)),
    view,
  );
}

/** An undo is not undone in its turn: that would be a new diagnosis. */
function undoRow(
  { run }: RunDocument,
  { id, plan, undoes, undoProblem }: ProposalEntry,
  view: View,
): readonly string[] {
  if (undoes !== null) return [];
  if (undoProblem !== null) return row("undo", `not from here: ${localTimes(undoProblem, view)}`, view);
  if (plan.undo === null) return row("undo", "none", view);
  if (run.mode === "dry-run" || !run.recorded) return row("undo", localTimes(plan.undo, view), view);
  return [labelledCommand("undo", bigopsCommand(`undo ${run.id} ${id}`, view.stateDir), ROWS_START, ROWS_AT, view)];
}

/** Several sentences below each other need to be told apart. */
function itemized(texts: readonly string[]): readonly string[] {
  return texts.length < 2 ? texts : texts.map((text) => `· ${text}`);
}

function row(label: string, text: string, view: View): readonly string[] {
  return rows(label, [text], view);
}

function rows(label: string, texts: readonly string[], view: View): readonly string[] {
  return texts.map((text, index) => labelled(index === 0 ? label : "", text, ROWS_START, ROWS_AT, view));
}

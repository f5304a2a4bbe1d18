import type { ProposalStatus, RunDocument } from "../../core/document/run-document.ts";
import { successorInWords } from "../../core/run/handover.ts";
import { labelledCommand, paragraph } from "./block.ts";
import { approvalSteps, nextSteps, type NextStep } from "./next-steps.ts";
import { columns, paint, type View } from "./view.ts";

const ABANDONED =
  "No process holds it: the last one was killed or lost. Nothing goes on, and nobody is paged, until it is resumed.";

/** The last lines: how it stands, and the command that goes on; of a held run, the one that approves. */
export function ending(document: RunDocument, view: View, isHeld = false): string {
  const color = paint(view);
  const tone = document.exitCode === 0 ? color.green : document.exitCode === 1 ? color.red : color.yellow;
  const lines = [
    paragraph(tone.bold(standing(document, isHeld)), 2, view),
    ...(document.run.abandoned ? [paragraph(color.yellow(ABANDONED), 2, view)] : []),
    ...(isHeld ? approvalSteps : nextSteps)(document, view).map((step) => stepLine(step, view)),
  ];
  return lines.join("\n");
}

/** A command stays one that can be copied: beside its words, or below them where it does not fit. */
function stepLine({ words, command }: NextStep, view: View): string {
  if (command === null) return paragraph(words, 2, view);
  const at = words.length + 4;
  if (at + command.length <= columns(view)) return labelledCommand(`${words}:`, command, 2, at, view);
  return `${paragraph(`${words}:`, 2, view)}\n${labelledCommand("", command, 4, 4, view)}`;
}

function standing(document: RunDocument, isHeld: boolean): string {
  const { outcome, exitCode } = document;
  const { asked, failing, untold, left } = symptoms(document);
  const beside = untold === 0 ? "" : `; ${untold} could not be told`;
  switch (outcome) {
    case "healthy":
      return left === 0
        ? "Healthy: every symptom was looked at, and passed."
        : `Healthy as far as asked: ${asked} of ${asked + left} symptoms were looked at, and passed.`;
    case "resolved":
      return "Resolved: the symptoms are gone, verified.";
    case "problem":
      return `Problem: ${count(failing)} ${failing === 1 ? "fails" : "fail"}${beside}.`;
    case "inconclusive":
      return asked === 0
        ? "Inconclusive: no symptom was asked for."
        : `Inconclusive: no symptom fails, but ${untold} of ${asked} could not be told.`;
    case "awaiting-approval":
      return document.proposals.some(({ applied }) => applied !== null)
        ? "Awaiting approval: nothing more was changed."
        : "Awaiting approval: nothing was changed.";
    case "escalated":
      return "Escalated: somebody was paged, the problem remains.";
    case "unverified":
      return unverified(document, isHeld);
    case "refused":
      if (document.run.successor !== null)
        return `Taken over: ${successorInWords(document.run.successor)}, goes on with it; nothing more is sent from here.`;
      return refused(document);
    case "interrupted":
      return document.proposals.some(({ applied, status }) => status === "approved" && applied === null)
        ? "Interrupted: the approved change is not made yet. Resumed before the approval expires, the run makes it."
        : "Interrupted: the run is kept.";
    case "usage":
    case "defect":
      return `Ended: ${outcome} (exit ${exitCode}).`;
  }
}

/** What broke something speaks first, then what did not help; of what is still to be proved, whether somebody is at it. */
function unverified({ proposals }: RunDocument, isHeld: boolean): string {
  const has = (...wanted: readonly ProposalStatus[]) =>
    proposals.some(({ status, undoes }) => undoes === null && wanted.includes(status));
  const undoIs = (wanted: ProposalStatus) =>
    proposals.some(({ status, undoes }) => undoes !== null && wanted === status);
  if (undoIs("applied"))
    return isHeld
      ? "Unverified so far: a change is being taken back, and a process waits for that to complete."
      : "Unverified: a change was taken back, and nobody has looked whether that is complete.";
  if (has("regressed")) return "Unverified: a change was made, and broke what it must not break.";
  if (has("not-helped", "unknown"))
    return "Unverified: a change was made or may have been made, and did not prove to help.";
  if (undoIs("not-helped")) return "Unverified: a change was taken back, and that is not known to be complete.";
  if (undoIs("unknown"))
    return "Unverified: a change was taken back or may have been, and that is not known to be complete.";
  if (has("applied"))
    return isHeld
      ? "Unverified so far: a change was made, and a process looks whether it helps."
      : "Unverified: a change was made, and nobody has looked to the end whether it helps.";
  if (isHeld) return "Unverified so far: the change that was approved is being made.";
  return proposals.some(({ status, mayBeApplied }) => status === "approved" && mayBeApplied)
    ? "Unverified: the change that was approved may have been made; the live system is asked when the run goes on."
    : "Unverified: the approved change is not made yet. Resumed before the approval expires, the run makes it.";
}

/** An approval that was not carried out, an undo that came to none, or a word that was not taken, which was said when it came. */
function refused({ proposals, run }: RunDocument): string {
  if (proposals.some(({ approval, applied }) => approval !== null && applied === null))
    return "Refused: the change that was approved was not made.";
  if (proposals.some(({ undoes, status }) => undoes !== null && status === "expired"))
    return "Refused: nobody approved the undo in time; nothing was undone.";
  if (run.endedAt !== null) return "Refused: nothing was undone.";
  return proposals.some(({ applied }) => applied !== null)
    ? "Refused: what was asked for was not taken; nothing more was changed."
    : "Refused: what was asked for was not taken; nothing was changed.";
}

function count(symptoms: number): string {
  return symptoms === 1 ? "a symptom" : `${symptoms} symptoms`;
}

function symptoms({ checks }: RunDocument) {
  const all = checks.filter((check) => check.role === "symptom");
  const asked = all.filter((check) => check.asked);
  return {
    asked: asked.length,
    left: all.length - asked.length,
    failing: asked.filter((check) => check.verdict === "fail").length,
    untold: asked.filter((check) => check.verdict !== "pass" && check.verdict !== "fail").length,
  };
}

import type { EscalationEntry, RunDocument } from "../../core/document/run-document.ts";
import { bigopsCommand } from "../../core/text/bigops-command.ts";
import { labelled, labelledCommand } from "./block.ts";
import { nearby, span } from "./moment.ts";
import { COLUMN } from "./causes-section.ts";
import type { View } from "./view.ts";

const OVER = ["paged", "acknowledged", "failed"];

/** The clock: who is paged when, and how to stop it; where no problem is left that could be paged about, only what was done. */
export function escalationSection(document: RunDocument, view: View): string | null {
  const { escalation, run, outcome } = document;
  if (run.mode !== "run") return null;
  const calm = ["healthy", "inconclusive", "resolved"].includes(outcome) || escalation.every(isCancelled);
  const steps = calm ? escalation.filter((step) => OVER.includes(step.status)) : escalation;
  if (steps.length === 0) return null;
  const shared = sharedProblem(steps);
  const lines = [
    ...steps.map((step) => stepLine(step, shared === null, view)),
    ...acknowledgement(document, view),
    ...(shared === null ? [] : [`(${shared})`]),
  ];
  return [
    ...lines.map((line, index) => labelled(index === 0 ? "Escalation" : "", line, 2, COLUMN + 2, view)),
    ...commands(steps, run, view).map((line) =>
      // A short command stays whole among its words.
      (view.stateDir === null ? labelled : labelledCommand)("", line, 2, COLUMN + 2, view),
    ),
  ].join("\n");
}

/** Who looks after it. */
function acknowledgement({ acknowledged }: RunDocument, view: View): readonly string[] {
  if (acknowledged === null) return [];
  const { by, host, at } = acknowledged;
  return [`acknowledged by ${by}@${host} at ${nearby(Date.parse(at), view)}`];
}

function isCancelled({ status }: EscalationEntry): boolean {
  return status === "cancelled";
}

/** What keeps every one of several pages from being sent, in the same words. */
function sharedProblem(steps: readonly EscalationEntry[]): string | null {
  const [first] = steps;
  const isShared = first !== undefined && steps.length > 1 && steps.every(({ problem }) => problem === first.problem);
  return isShared ? first.problem : null;
}

/** Said once, however many steps there are; broken as commands are, so that they can be copied. */
function commands(
  steps: readonly EscalationEntry[],
  { id, recorded }: RunDocument["run"],
  { stateDir }: View,
): readonly string[] {
  const has = (status: EscalationEntry["status"]) => steps.some((step) => step.status === status);
  return [
    ...(has("waiting") && recorded ? [`(${bigopsCommand(`ack ${id}`, stateDir)} stops it)`] : []),
    ...(has("unattended")
      ? [`(no process keeps this clock${recorded ? `: ${bigopsCommand(`resume ${id}`, stateDir)}` : ""})`]
      : []),
  ];
}

function stepLine(step: EscalationEntry, own: boolean, view: View): string {
  const message = step.message === null ? "" : `: ${step.message}`;
  const problem = step.problem === null || !own ? "" : ` — ${step.problem}`;
  switch (step.status) {
    case "waiting":
      return step.message === null
        ? `${step.page} ${due(step, view)}${problem}`
        : `${step.page} not paged yet${again(step, view)}${message}${problem}`;
    case "unattended":
      return `${step.page} ${step.message === null ? due(step, view) : "not paged"}, unattended${message}${problem}`;
    case "failed":
      return `${step.page} could not be paged${message}`;
    case "cancelled":
      return `${step.page} not paged (cancelled)${message}`;
    case "acknowledged":
      return `${step.page} ${step.message === null ? "acknowledged" : "not paged (acknowledged)"}${message}`;
    case "paged":
      return `${step.page} paged${message}`;
  }
}

/** A time that has passed promises nothing: it may be on its way, or nobody may be there. */
function again({ againAt }: EscalationEntry, view: View): string {
  const leftMs = againAt === null ? 0 : Date.parse(againAt) - view.nowMs;
  return leftMs > 0 ? `, again in ${span(leftMs)}` : "";
}

function due({ dueAt, when }: EscalationEntry, view: View): string {
  const dueMs = dueAt === null ? Number.NaN : Date.parse(dueAt);
  if (Number.isNaN(dueMs)) return `when ${when ?? "asked for"}`;
  return dueMs > view.nowMs ? `in ${span(dueMs - view.nowMs)}` : `overdue by ${span(view.nowMs - dueMs)}`;
}

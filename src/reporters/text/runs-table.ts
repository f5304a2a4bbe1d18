import type { RunDocument } from "../../core/document/run-document.ts";
import { zoneName, nearby, span } from "./moment.ts";
import { printable } from "./printable.ts";
import { table } from "./table.ts";
import { legible, type View } from "./view.ts";

/** A run of which nothing but its name can be told, and why in a word or two. */
export interface UnreadRun {
  readonly id: string;
  readonly why: string;
}

/**
 * A line a run; what is overdue, and what nobody holds any more, stands beside its run. Listings page nobody. What cannot be read comes after what is open: whether it is, nobody can
 * tell.
 */
export function renderRuns(
  documents: readonly RunDocument[],
  unread: readonly UnreadRun[],
  view: View,
  room?: number,
): string {
  if (documents.length + unread.length === 0)
    return "no runs yet; start one with: bigops run feature-store-down --env sandbox\n";
  const ordered = openFirst(printable(documents));
  const row = (document: RunDocument): readonly string[] => [
    document.run.id,
    document.run.endedAt === null ? "open" : "ended",
    document.outcome,
    document.run.runbook,
    document.run.environment,
    nearby(Date.parse(document.run.startedAt), view),
    [abandoned(document), acknowledged(document), overdue(document, view)].filter((said) => said !== "").join("; "),
  ];
  const rows = [
    ...ordered.filter(({ run }) => run.endedAt === null).map(row),
    ...unread.map(({ id, why }) => [id, "unread", why, "", "", "", ""]),
    ...ordered.filter(({ run }) => run.endedAt !== null).map(row),
  ];
  const started = `STARTED (${zoneName(view.nowMs, view)})`;
  return legible(table([["RUN", "STATE", "OUTCOME", "RUNBOOK", "ENVIRONMENT", started, ""], ...rows], room), view);
}

/** Open runs first, then newest first. */
export function openFirst(documents: readonly RunDocument[]): readonly RunDocument[] {
  return documents.toSorted(
    (a, b) =>
      Number(a.run.endedAt !== null) - Number(b.run.endedAt !== null) ||
      Date.parse(b.run.startedAt) - Date.parse(a.run.startedAt),
  );
}

function abandoned({ run }: RunDocument): string {
  return run.abandoned ? "no process holds it" : "";
}

function acknowledged({ acknowledged: told, run }: RunDocument): string {
  return told === null || run.endedAt !== null ? "" : `acknowledged by ${told.by}@${told.host}`;
}

function overdue({ escalation, run }: RunDocument, view: View): string {
  if (run.endedAt !== null) return "";
  const late = escalation.flatMap((step) => {
    const dueMs = step.dueAt === null ? Number.NaN : Date.parse(step.dueAt);
    const waits = step.status === "waiting" || step.status === "unattended";
    return waits && dueMs < view.nowMs ? [`${step.page} overdue by ${span(view.nowMs - dueMs)}`] : [];
  });
  return late.join("; ");
}

import { documentOf } from "../../../src/core/document/document-of.ts";
import type { ProposalEntry, RunDocument } from "../../../src/core/document/run-document.ts";
import type { EventOf, RunEvent } from "../../../src/core/run/event.ts";
import type { Runbook } from "../../../src/core/runbook/runbook.ts";
import { started } from "../run/sample-events.ts";
import { sampleRunbook } from "../run/sample-runbook.ts";
import type { Story } from "../run/story.ts";

export const woke = { type: "woke", jumpedMs: 0 } as const;

/** What the document says of the run so far. */
export function told({ state }: Story): RunDocument {
  if (state === null) throw new Error("the run has not begun");
  return documentOf(state);
}

export function proposalTold(story: Story, id = "rollback"): ProposalEntry {
  const entry = told(story).proposals.find((proposal) => proposal.id === id);
  if (entry === undefined) throw new Error(`nothing is told of ${id}`);
  return entry;
}

/** A run of the sample runbook but for these changes. */
export function startedWith(runbook: Partial<Runbook>, run: Partial<EventOf<"started">["run"]> = {}): RunEvent {
  const begun = started() as EventOf<"started">;
  return { ...begun, run: { ...begun.run, ...run, runbook: { ...sampleRunbook, ...runbook } } };
}

/** The undo of the rollback, which is offered, is approved, made and complete. */
export function undoMade(story: Story): Story {
  story.approve().plan();
  const about = { proposal: "undo-rollback", write: "1", attempt: 1 };
  const receipt = { outcome: "applied" as const, atMs: story.atMs, resourceVersion: "9", detail: {} };
  const progress = { complete: true, completedAtMs: story.atMs, failed: null, summary: "" };
  return story.tell(
    0,
    { type: "intended", ...about, resourceVersion: "8", notAfterMs: story.atMs + 5_000, detail: {} },
    { type: "received", ...about, receipt },
    { type: "progressed", proposal: "undo-rollback", progress },
  );
}

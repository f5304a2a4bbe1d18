import type { RunDocument } from "../../core/document/run-document.ts";
import { bigopsCommand } from "../../core/text/bigops-command.ts";
import type { View } from "./view.ts";

/** As many characters of a digest as name it for certain among a few proposals. */
const DIGEST_SHOWN = 12;

/** What may be done next, in words; with the command that does it, where one does. */
export interface NextStep {
  readonly words: string;
  readonly command: string | null;
}

/** The ways on from here; none where the run is over. */
export function nextSteps(document: RunDocument, { stateDir }: Pick<View, "stateDir">): readonly NextStep[] {
  const { run, proposals, outcome } = document;
  const open = run.recorded && run.endedAt === null;
  const lapsed = proposals.some(({ status, approval }) => status === "expired" && approval === null);
  const goesOn = proposals.some(({ status }) => ["proposed", "approved", "applied"].includes(status));
  const words = lapsed && !goesOn ? "look again, and propose anew" : "go on with";
  const goOn: NextStep = { words, command: bigopsCommand(`resume ${run.id}`, stateDir) };
  if (run.mode === "dry-run") {
    if (open && outcome === "interrupted") return [goOn];
    return proposals.some(({ status }) => status === "proposed")
      ? [{ words: "without --dry-run, bigops asks before it changes anything", command: null }]
      : [];
  }
  if (run.mode !== "run" || !open) return [];
  const approvals = approvalSteps(document, { stateDir });
  // Where nothing but an approval is waited for, going on without one leads back here.
  const alone = ["awaiting-approval", "unverified"].includes(outcome) && !run.abandoned;
  return approvals.length > 0 && alone ? approvals : [...approvals, goOn];
}

/** How each proposal that waits for an approval is approved. */
export function approvalSteps(
  { run, proposals }: RunDocument,
  { stateDir }: Pick<View, "stateDir">,
): readonly NextStep[] {
  return proposals.flatMap(({ id, digest, status }) =>
    status !== "proposed" || digest === null
      ? []
      : [
          {
            words: `approve ${id}${run.protected ? " on a terminal" : ""}`,
            command: bigopsCommand(`resume ${run.id} --approve ${digest.slice(0, DIGEST_SHOWN)}`, stateDir),
          },
        ],
  );
}

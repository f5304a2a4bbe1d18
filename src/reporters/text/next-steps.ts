import type { RunDocument } from "../../core/document/run-document.ts";

/** As many characters of a digest as name it for certain among a few proposals. */
const DIGEST_SHOWN = 12;

/** The commands that go on from here; none where the run is over. */
export function nextSteps(document: RunDocument): readonly string[] {
  const { run, proposals, outcome } = document;
  const open = proposals.filter((proposal) => proposal.status === "proposed");
  if (run.mode === "dry-run")
    return open.length === 0 ? [] : ["without --dry-run, bigops asks before it changes anything"];
  if (run.mode !== "run" || !run.recorded || run.endedAt !== null) return [];
  const approvals = open.flatMap(({ id, digest }) =>
    digest === null || !["awaiting-approval", "unverified"].includes(outcome)
      ? []
      : [
          `approve ${id}${run.protected ? " on a terminal" : ""}: bigops resume ${run.id} --approve ${digest.slice(0, DIGEST_SHOWN)}`,
        ],
  );
  return approvals.length > 0 ? approvals : [`go on with: bigops resume ${run.id}`];
}

import type { RunDocument } from "../../../src/core/document/run-document.ts";
import type { SandboxMutation } from "../../../src/sandbox/start.ts";

/** The changes that the platform accepted: all but leases. */
export function changesIn(accepted: readonly SandboxMutation[]): readonly SandboxMutation[] {
  return accepted.filter(({ path }) => !path.includes("/leases"));
}

/** The run that made a change, by the mark that it left; null where it left none. */
export function madeBy({ body }: SandboxMutation): string | null {
  return /"([a-z]+-[0-9a-z]+)\/[^"/]+\/\d+"/.exec(body)?.[1] ?? null;
}

/** What is wrong with how it ended for one who was not first; null: nothing. */
export function notTold(document: RunDocument, first: string): string | null {
  const { exitCode, outcome, proposals, run } = document;
  const reasons = proposals.flatMap(({ reason }) => reason ?? []).join("; ");
  if (exitCode !== 7) return `run ${run.id} ended with ${exitCode} (${outcome}): ${reasons}`;
  if (!reasons.includes(`in run ${first} `)) return `run ${run.id} was not told that run ${first} did it: ${reasons}`;
  return reasons.includes("--dry-run") ? null : `run ${run.id} was not told how to see whether it helps: ${reasons}`;
}

/** Whoever could not look after the approval, and says so, changes nothing either, and cannot know who did. */
export function couldNotLook({ exitCode, proposals }: RunDocument): boolean {
  return (
    exitCode === 7 &&
    proposals.some(({ reason }) => /could not be told|no answer within|no connection within/.test(reason ?? ""))
  );
}

import type { RunDocument } from "../../../src/core/document/run-document.ts";
import type { Verdict } from "../../../src/core/check/verdict.ts";

/** The story of a document, without what differs from run to run. */
export function told({ checks, causes, proposals, unexplained, outcome, exitCode }: RunDocument) {
  const symptoms = checks.filter(({ role }) => role === "symptom");
  return {
    symptoms: Object.fromEntries(symptoms.map(({ id, verdict }) => [id, verdict])),
    causes: causes.map(({ id }) => id),
    proposals: proposals.map(({ id }) => id),
    unexplained,
    outcome,
    exitCode,
  };
}

/** The ids of the checks with a verdict. */
export function verdictsOf({ checks }: RunDocument, verdict: Verdict): readonly string[] {
  return checks.filter((check) => check.verdict === verdict).map(({ id }) => id);
}

/** A check by its id. */
export function checkOf(document: RunDocument, id: string): RunDocument["checks"][number] {
  const check = document.checks.find((candidate) => candidate.id === id);
  if (check === undefined) throw new Error(`the run has no check ${id}`);
  return check;
}

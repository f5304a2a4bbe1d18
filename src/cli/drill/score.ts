import type { Expected } from "../../sandbox/faults/fault.ts";
import type { RunDocument } from "../../core/document/run-document.ts";
import type { Drilled } from "./run-drill.ts";

/** What a drill found beside what was injected. */
export interface Score {
  readonly runbook: string;
  readonly fault: string;
  readonly expected: Expected;
  readonly found: string;
  readonly cause: string | null;
  readonly causes: readonly string[];
  readonly proposal: string | null;
  readonly proposals: readonly string[];
  /** The outcome after the first automatic proposal was applied; null where none was. */
  readonly afterwards: string | null;
  readonly wrong: readonly string[];
}

/** Right is: the outcome, the first cause and the first proposal as expected, and what was applied proved to help. */
export function score(
  { runbook, fault }: { readonly runbook: string; readonly fault: string },
  expected: Expected,
  { diagnosis, afterwards }: Drilled,
): Score {
  const failing = diagnosis.checks.some((check) => check.role === "symptom" && check.verdict === "fail");
  const found = failing ? "problem" : diagnosis.outcome;
  const causes = diagnosis.causes.map(({ id }) => id);
  const proposals = diagnosis.proposals.map(({ id }) => id);
  const cause = causes[0] ?? null;
  const proposal = proposals[0] ?? null;
  const differs = (what: string, is: string | null, should: string | null): readonly string[] =>
    is === should ? [] : [`${what} ${is ?? "none"}, expected ${should ?? "none"}`];
  const wrong = [
    ...differs("outcome", found, expected.outcome),
    ...differs("cause", cause, expected.cause),
    ...differs("proposal", proposal, expected.proposal),
    ...(afterwards === null || afterwards.outcome === "resolved"
      ? []
      : [`applied, but ${afterwards.outcome}${reasonOf(afterwards)}`]),
  ];
  return {
    runbook,
    fault,
    expected,
    found,
    cause,
    causes,
    proposal,
    proposals,
    afterwards: afterwards?.outcome ?? null,
    wrong: wrong.length === 0 ? [] : [...wrong, ...lateWords(diagnosis)],
  };
}

/** A diagnosis that lacks answers is wrong by the machine, and not by the runbook. */
function lateWords({ checks }: RunDocument): readonly string[] {
  const late = checks.filter(({ error }) => error?.code === "timeout").map(({ id }) => id);
  return late.length === 0 ? [] : [`no answer in time: ${late.join(", ")} (is this machine busy?)`];
}

function reasonOf({ proposals }: RunDocument): string {
  const reason = proposals.find((proposal) => proposal.reason !== null)?.reason ?? null;
  return reason === null ? "" : ` (${reason})`;
}

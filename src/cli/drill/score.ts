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
  /** The outcome after the first automatic proposal was applied, "undone" where that was taken back; null where none was. */
  readonly afterwards: string | null;
  readonly wrong: readonly string[];
}

/** Right is: the outcome, the first cause and the first proposal as expected, and what was applied proved to help, or was undone for what it broke. */
export function score(
  { runbook, fault }: { readonly runbook: string; readonly fault: string },
  expected: Expected,
  { diagnosis, afterwards, undone }: Drilled,
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
    ...(expected.breaks === undefined
      ? unresolved(afterwards)
      : unguarded({ guard: expected.breaks, afterwards, undone })),
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
    afterwards: undone === null ? (afterwards?.outcome ?? null) : "undone",
    wrong: wrong.length === 0 ? [] : [...wrong, ...lateWords(diagnosis)],
  };
}

/** A diagnosis that lacks answers is wrong by the machine, and not by the runbook. */
function lateWords({ checks }: RunDocument): readonly string[] {
  const late = checks.filter(({ error }) => error?.code === "timeout").map(({ id }) => id);
  return late.length === 0 ? [] : [`no answer in time: ${late.join(", ")} (is this machine busy?)`];
}

function unresolved(afterwards: RunDocument | null): readonly string[] {
  if (afterwards === null || afterwards.outcome === "resolved") return [];
  return [`applied, but ${afterwards.outcome}${reasonOf(afterwards)}`];
}

/** What is wrong where the change breaks a guard: that must be seen, its undo proposed, and made once approved. */
function unguarded({
  guard,
  afterwards,
  undone,
}: {
  readonly guard: string;
  readonly afterwards: RunDocument | null;
  readonly undone: RunDocument | null;
}): readonly string[] {
  const broken = afterwards?.proposals.find(({ guards }) =>
    guards.some(({ check, status }) => check === guard && status === "regressed"),
  );
  if (afterwards === null || broken === undefined) return [`${guard} was not seen to break`];
  if (afterwards.outcome !== "unverified") return [`${guard} broke, but ${afterwards.outcome}`];
  if (undone === null) return [`${guard} broke, and no undo was proposed`];
  const { status, reason } = undone.proposals.find(({ id }) => id === broken.id) ?? broken;
  return status === "undone"
    ? []
    : [`the undo was approved, but the change is ${status}${reason === null ? "" : ` (${reason})`}`];
}

function reasonOf({ proposals }: RunDocument): string {
  const reason = proposals.find((proposal) => proposal.reason !== null)?.reason ?? null;
  return reason === null ? "" : ` (${reason})`;
}

/** How a run stands at its end; the words of the JSON document. */
export type Outcome =
  | "healthy"
  | "problem"
  | "inconclusive"
  | "awaiting-approval"
  | "resolved"
  | "unverified"
  | "refused"
  | "escalated"
  | "interrupted"
  | "usage"
  | "defect";

const exitCodes: Readonly<Record<Outcome, number>> = {
  healthy: 0,
  resolved: 0,
  problem: 1,
  usage: 2,
  inconclusive: 3,
  "awaiting-approval": 4,
  escalated: 5,
  unverified: 6,
  refused: 7,
  defect: 70,
  interrupted: 130,
};

/** The process's exit code for an outcome. */
export function exitCodeOf(outcome: Outcome): number {
  return exitCodes[outcome];
}

const precedence: readonly Outcome[] = [
  "defect",
  "usage",
  "unverified",
  "interrupted",
  "refused",
  "escalated",
  "awaiting-approval",
  "problem",
  "inconclusive",
  "resolved",
  "healthy",
];

/** The outcome that speaks where several hold. */
export function gravest(outcomes: readonly Outcome[]): Outcome {
  return precedence.find((outcome) => outcomes.includes(outcome)) ?? "defect";
}

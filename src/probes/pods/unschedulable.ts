import type { PodRule } from "./trouble.ts";

/** No node takes it: the scheduler's sentence says what is short. Or a gate that somebody set holds it back, and no node was asked. */
export const unschedulable: PodRule = ({ scheduled, createdAtMs }) => {
  if (scheduled === null || scheduled.holds) return null;
  const reason = scheduled.reason ?? "Unschedulable";
  const why = reason === "SchedulingGated" ? GATED : shortOf(scheduled.message ?? "");
  const message = [why, scheduled.message].filter((part) => part !== null).join(": ");
  return {
    kind: "unschedulable",
    reason,
    sinceMs: scheduled.sinceMs ?? createdAtMs,
    message: message === "" ? null : message,
  };
};

const GATED = "a scheduling gate that somebody set holds it back";

const SHORTAGES: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/insufficient [\w./-]*gpu/i, "too few GPUs"],
  [/insufficient cpu/i, "too little CPU"],
  [/insufficient memory/i, "too little memory"],
  [/insufficient|too many pods/i, "too little room"],
  [/persistentvolumeclaim|volume node affinity|unbound immediate/i, "a volume is missing"],
  [/taint/i, "a taint is not tolerated"],
  [/affinity|node selector|topology spread/i, "no node matches its affinity"],
];

/** What the scheduler's message says is short, in plain words; the first of several. */
function shortOf(message: string): string | null {
  return SHORTAGES.find(([pattern]) => pattern.test(message))?.[1] ?? null;
}

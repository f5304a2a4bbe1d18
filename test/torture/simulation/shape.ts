import type { RunMode } from "../../../src/core/run/run-identity.ts";
import type { Random } from "../random.ts";

/** Of when a page may be sent at all: conditions over the check `w`, which fails or passes as the world turns. */
const CONDITIONS = ["w.fail", "w.pass", "s0.fail && w.fail", "w.seconds > 30"] as const;
export type Condition = (typeof CONDITIONS)[number];

export interface Mitigation {
  /** How many writes its plan has. */
  readonly writes: number;
  /** It heals. */
  readonly helps: boolean;
  /** It breaks what it must not break. */
  readonly breaks: boolean;
  /** How often others made it an hour ago. */
  readonly madeBefore: number;
}

/** What the world of one run is like before anything goes wrong. */
export interface Shape {
  readonly mode: RunMode;
  /** Its environment never has anything applied. */
  readonly readOnly: boolean;
  /** Approving in its environment demands typing its name. */
  readonly isProtected: boolean;
  readonly symptoms: number;
  readonly evidence: number;
  readonly mitigations: readonly Mitigation[];
  /** There is something that no mitigation may break. */
  readonly guarded: boolean;
  /** Of each step: after how many minutes it is due, or on which condition. */
  readonly escalation: readonly (number | Condition)[];
  /** What the conditions read fails from the beginning. */
  readonly turned: boolean;
  readonly passes: number;
  readonly latencyMs: number;
}

/** A run that may change something, in an environment that lets it; one symptom, and one mitigation of one write that helps. */
export const PLAIN: Shape = {
  mode: "run",
  readOnly: false,
  isProtected: false,
  symptoms: 1,
  evidence: 0,
  mitigations: [{ writes: 1, helps: true, breaks: false, madeBefore: 0 }],
  guarded: false,
  escalation: [],
  turned: false,
  passes: 1,
  latencyMs: 10,
};

export function drawShape(random: Random): Shape {
  return {
    mode: random.chance(0.9) ? "run" : random.pick(["dry-run", "drill"]),
    readOnly: random.chance(0.08),
    isProtected: random.chance(0.08),
    symptoms: 1 + random.below(3),
    evidence: random.below(3),
    mitigations: Array.from({ length: 1 + random.below(2) }, () => ({
      writes: 1 + random.below(2),
      helps: random.chance(0.7),
      breaks: random.chance(0.3),
      madeBefore: random.chance(0.1) ? 1 + random.below(3) : 0,
    })),
    guarded: random.chance(0.5),
    escalation: drawEscalation(random),
    turned: random.chance(0.5),
    passes: 1 + random.below(3),
    latencyMs: 1 + random.below(400),
  };
}

/** Those that have a time one after another; those that have a condition anywhere among them. */
function drawEscalation(random: Random): Shape["escalation"] {
  const minutes = Array.from({ length: random.below(4) }, () => 1 + random.below(40)).sort((a, b) => a - b);
  const conditions = Array.from({ length: random.below(3) }, () => random.pick(CONDITIONS));
  return conditions.reduce<readonly (number | Condition)[]>((steps, condition) => {
    const at = random.below(steps.length + 1);
    return [...steps.slice(0, at), condition, ...steps.slice(at)];
  }, minutes);
}

/** Whether anything may be changed in it, whatever anybody says. */
export function maySend({ mode, readOnly }: Shape): boolean {
  return mode !== "dry-run" && !readOnly;
}

/** Whether anybody may be paged from it. */
export function mayPage({ mode }: Shape): boolean {
  return mode === "run";
}

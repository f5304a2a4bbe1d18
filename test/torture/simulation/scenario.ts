import type { Effect } from "../../../src/core/run/effect.ts";
import type { Random } from "../random.ts";
import type { Typed } from "./at-a-terminal.ts";
import { drawShape, type Shape } from "./shape.ts";

const MINUTE_MS = 60_000;

/** What the world of one run is like, and all that goes wrong in it. Plain data: it can be printed, and made smaller. */
export interface Scenario {
  readonly shape: Shape;
  /** One after another; a last one without trouble, and without anybody to ask, comes after them. */
  readonly processes: readonly ProcessPlan[];
  readonly troubles: readonly AnswerTrouble[];
  readonly outside: readonly Outside[];
}

export interface ProcessPlan {
  readonly attendance: "terminal" | "wait" | "none";
  /** What the person answers to one question after another; then nothing more. */
  readonly person: readonly { readonly afterMs: number; readonly says: Says; readonly typed: Typed }[];
  readonly disk: DiskTrouble | null;
  /** Ctrl-C after so long. */
  readonly stopAfterMs: number;
  readonly operator: "ada" | "ben";
  /** Until the next process comes; the clock is set meanwhile, and nobody is there to see it. */
  readonly nextAfterMs: number;
  readonly clockSetMs: number;
}

export type Says = "approve" | "decline" | "escalate" | "quit" | "another digest" | "nothing";

/**
 * From which operation of the process's disk on; a crash with `keptBytes` is a power failure that leaves so many that were not synced: the first of
 * them, or (`reordered`) only the later half of these, with zeros before.
 */
export type DiskTrouble =
  | {
      readonly kind: "crash" | "half";
      readonly operation: number;
      readonly keptBytes: number | null;
      readonly reordered: boolean;
    }
  | { readonly kind: "full" | "read-only" | "failing"; readonly operation: number; readonly operations: number };

export interface AnswerTrouble {
  readonly effect: Exclude<Effect["type"], "prompt">;
  /** The how-manieth of its kind, from 0. */
  readonly nth: number;
  /**
   * `early`: what was so long ago is told now. `doubled`: told twice. `out of order`: what was told of an earlier question is told once more. `held`: a
   * write arrives that much later than it was given up.
   */
  readonly kind:
    | "late"
    | "lost"
    | "lost undone"
    | "refused"
    | "broken"
    | "conflict"
    | "twice"
    | "held"
    | "early"
    | "doubled"
    | "out of order";
  readonly lateMs: number;
}

/** What happens beside the processes, at a time after the beginning. */
export interface Outside {
  readonly atMs: number;
  readonly does:
    | "jump"
    | "acknowledge"
    | "approve"
    | "approve an old one"
    | "approve twice"
    | "escalate"
    | "undo"
    | "edit"
    | "edit beside"
    | "heal"
    | "turn";
  readonly ms: number;
  /** By whoever approves from another terminal, where a name is wanted. */
  readonly typed: Typed;
}

/** The next process comes when this one is gone. */
export const AT_ONCE = { nextAfterMs: 0, clockSetMs: 0 } as const;

const SAYS: readonly Says[] = [
  "approve",
  "approve",
  "approve",
  "approve",
  "decline",
  "escalate",
  "quit",
  "another digest",
  "nothing",
];
const TYPED: readonly Typed[] = ["its name", "its name", "its name", "another name", "nothing", "no terminal"];
const KINDS: readonly AnswerTrouble["kind"][] = [
  "late",
  "lost",
  "lost undone",
  "refused",
  "broken",
  "conflict",
  "twice",
  "early",
  "doubled",
  "out of order",
];
/** Of a write, too. */
const SEND_KINDS: readonly AnswerTrouble["kind"][] = [...KINDS, "held", "held", "held"];
const EFFECTS: readonly AnswerTrouble["effect"][] = [
  "check",
  "check",
  "plan",
  "prepare",
  "send",
  "send",
  "reconcile",
  "progress",
  "page",
];
const OUTSIDE: readonly Outside["does"][] = [
  "jump",
  "jump",
  "acknowledge",
  "approve",
  "approve an old one",
  "approve twice",
  "escalate",
  "undo",
  "edit",
  "edit beside",
  "heal",
  "turn",
];

function listOf<T>(random: Random, most: number, make: () => T): readonly T[] {
  return Array.from({ length: random.below(most + 1) }, make);
}

/** A duration whose order of magnitude is drawn first: milliseconds are as likely as hours. */
function duration(random: Random): number {
  const scale = random.pick([50, 1_000, 20_000, 2 * MINUTE_MS, 20 * MINUTE_MS, 90 * MINUTE_MS]);
  return 1 + random.below(scale);
}

function diskTrouble(random: Random): DiskTrouble {
  const operation = 1 + random.below(60);
  if (random.chance(0.25))
    return { kind: random.pick(["full", "read-only", "failing"]), operation, operations: 1 + random.below(200) };
  const keptBytes = random.chance(0.5) ? null : random.below(800);
  return { kind: random.pick(["crash", "half"]), operation, keptBytes, reordered: random.chance(0.1) };
}

function processPlan(random: Random): ProcessPlan {
  return {
    attendance: random.pick(["terminal", "terminal", "terminal", "wait", "none"]),
    person: listOf(random, 3, () => ({
      afterMs: duration(random),
      says: random.pick(SAYS),
      typed: random.pick(TYPED),
    })),
    disk: random.chance(0.6) ? diskTrouble(random) : null,
    stopAfterMs: 10 * MINUTE_MS + random.below(100 * MINUTE_MS),
    operator: random.pick(["ada", "ben"]),
    ...(random.chance(0.5) ? AT_ONCE : { nextAfterMs: duration(random), clockSetMs: clockStep(random) }),
  };
}

/** A clock that nobody sets is as likely as one that is set either way. */
function clockStep(random: Random): number {
  return random.pick([0, 0, 1, -1]) * duration(random);
}

/** A scenario in which nothing but crashes goes wrong, and somebody always approves: it has to end as without them. */
function onlyCrashes(random: Random, shape: Shape): Scenario {
  const approving: ProcessPlan = {
    attendance: "terminal",
    person: Array.from({ length: 4 }, () => ({ afterMs: 1_000, says: "approve" as const, typed: "its name" as const })),
    disk: null,
    stopAfterMs: 120 * MINUTE_MS,
    operator: "ada",
    ...AT_ONCE,
  };
  const crashes = Array.from({ length: 1 + random.below(3) }, (): ProcessPlan => {
    const keptBytes = random.chance(0.5) ? null : random.below(800);
    const kind = random.pick(["crash", "half"] as const);
    const disk = { kind, operation: 1 + random.below(45), keptBytes, reordered: false };
    return { ...approving, disk, operator: random.pick(["ada", "ben"]) };
  });
  const mitigations = shape.mitigations.map((mitigation) => ({ ...mitigation, helps: true, breaks: false }));
  return { shape: { ...shape, mitigations }, processes: [...crashes, approving], troubles: [], outside: [] };
}

export function drawScenario(random: Random): Scenario {
  const shape = drawShape(random);
  if (random.chance(0.2)) return onlyCrashes(random, shape);
  return {
    shape,
    processes: [processPlan(random), ...listOf(random, 2, () => processPlan(random))],
    troubles: listOf(random, 8, () => {
      const effect = random.pick(EFFECTS);
      const kind = random.pick(effect === "send" ? SEND_KINDS : KINDS);
      return { effect, nth: random.below(6), kind, lateMs: duration(random) };
    }),
    outside: listOf(random, 4, () => ({
      atMs: duration(random),
      does: random.pick(OUTSIDE),
      ms: random.chance(0.5) ? duration(random) : -duration(random),
      typed: random.pick(TYPED),
    })),
  };
}

/** Whether only crashes go wrong in it. */
export function isOnlyCrashes({ processes, troubles, outside }: Scenario): boolean {
  const mild = processes.every(
    ({ disk, person, attendance }) =>
      (disk === null || disk.kind === "crash" || disk.kind === "half") &&
      attendance === "terminal" &&
      person.length === 4 &&
      person.every(({ says }) => says === "approve"),
  );
  return mild && troubles.length === 0 && outside.length === 0 && processes.at(-1)?.disk === null;
}

/** The same without one of the things that go wrong, each in turn. */
export function smaller(scenario: Scenario): readonly Scenario[] {
  const { processes, troubles, outside } = scenario;
  const without = <T>(list: readonly T[], at: number): readonly T[] => list.filter((_, index) => index !== at);
  return [
    ...outside.map((_, at) => ({ ...scenario, outside: without(outside, at) })),
    ...troubles.map((_, at) => ({ ...scenario, troubles: without(troubles, at) })),
    ...(processes.length > 1 ? processes.map((_, at) => ({ ...scenario, processes: without(processes, at) })) : []),
    ...processes.flatMap((process, at) => {
      const calm = process.disk === null ? [] : [{ ...process, disk: null }];
      const quick = process.nextAfterMs === 0 ? [] : [{ ...process, nextAfterMs: 0 }];
      const unset = process.clockSetMs === 0 ? [] : [{ ...process, clockSetMs: 0 }];
      const silent = process.person.map((_, turn) => ({ ...process, person: without(process.person, turn) }));
      return [...calm, ...quick, ...unset, ...silent].map((other) => ({
        ...scenario,
        processes: processes.map((one, index) => (index === at ? other : one)),
      }));
    }),
  ];
}

import type { Random } from "../../random.ts";
import type { ApiTrouble } from "./sim-api.ts";
import type { SendTrouble } from "./sim-target.ts";

const MINUTE_MS = 60_000;

/** Two runs that see the same trouble, and all that goes wrong. Plain data: it can be printed, and made smaller. */
export interface Pair {
  /** `rivals` know nothing of each other; in a `handover` the second one goes on with the first, from what is exported of it. */
  readonly kind: "rivals" | "handover";
  /** When the second one begins, after the first. */
  readonly secondAfterMs: number;
  readonly writes: number;
  readonly escalationMinutes: readonly number[];
  /** Of each run: its processes, one after another; a last one without trouble comes after them. */
  readonly processes: readonly [readonly PairProcess[], readonly PairProcess[]];
  readonly api: readonly ApiTrouble[];
  readonly sends: readonly SendTrouble[];
  /** How the clocks of the two machines are set, against the platform's: at 0 ms they are wrong from the beginning. */
  readonly clocks: readonly ClockStep[];
  /** For how long nobody answers for the API server, by the monotonic clock; null: always somebody does. */
  readonly down: { readonly fromMs: number; readonly untilMs: number } | null;
}

export interface ClockStep {
  readonly run: number;
  readonly atMs: number;
  /** Forward positive. */
  readonly byMs: number;
}

export interface PairProcess {
  /** After how long the person at its prompt approves; null: nobody answers. */
  readonly approvesAfterMs: number | null;
  /** At which operation of its disk it is killed; null: it is not. */
  readonly killedAt: number | null;
  /** The environment is configured as read-only by the time that it comes. */
  readonly readOnly: boolean;
  /** How long it is before another one comes. */
  readonly nextAfterMs: number;
}

function duration(random: Random): number {
  return 1 + random.below(random.pick([50, 1_000, 20_000, 2 * MINUTE_MS, 20 * MINUTE_MS]));
}

function listOf<T>(random: Random, most: number, make: () => T): readonly T[] {
  return Array.from({ length: random.below(most + 1) }, make);
}

function processes(random: Random): readonly PairProcess[] {
  const one = (): PairProcess => ({
    approvesAfterMs: random.chance(0.85) ? duration(random) : null,
    killedAt: random.chance(0.4) ? 1 + random.below(60) : null,
    readOnly: random.chance(0.1),
    nextAfterMs: duration(random),
  });
  return [one(), ...listOf(random, 1, one)];
}

export function drawPair(random: Random): Pair {
  const fromMs = duration(random);
  return {
    kind: random.pick(["rivals", "handover"]),
    secondAfterMs: duration(random),
    writes: 1 + random.below(2),
    escalationMinutes: [...listOf(random, 3, () => 1 + random.below(10))].sort((a, b) => a - b),
    processes: [processes(random), processes(random)],
    api: listOf(random, 5, () => ({
      run: random.below(2),
      nth: random.below(20),
      kind: random.pick(["unreachable", "answer lost", "late"]),
    })),
    sends: listOf(random, 2, () => ({
      nth: random.below(3),
      kind: random.pick(["lost", "lost undone", "late", "held"]),
      heldMs: duration(random),
    })),
    clocks: listOf(random, 2, () => ({
      run: random.below(2),
      atMs: random.chance(0.5) ? 0 : duration(random),
      byMs: random.pick([1, -1]) * duration(random),
    })),
    down: random.chance(0.3) ? { fromMs, untilMs: fromMs + duration(random) } : null,
  };
}

/** The same without one of the things that go wrong, each in turn. */
export function smallerPair(pair: Pair): readonly Pair[] {
  const without = <T>(list: readonly T[], at: number): readonly T[] => list.filter((_, index) => index !== at);
  const [first, second] = pair.processes;
  return [
    ...(pair.down === null ? [] : [{ ...pair, down: null }]),
    ...pair.api.map((_, at) => ({ ...pair, api: without(pair.api, at) })),
    ...pair.clocks.map((_, at) => ({ ...pair, clocks: without(pair.clocks, at) })),
    ...pair.sends.map((_, at) => ({ ...pair, sends: without(pair.sends, at) })),
    ...(first.length > 1 ? first.map((_, at): Pair => ({ ...pair, processes: [without(first, at), second] })) : []),
    ...(second.length > 1 ? second.map((_, at): Pair => ({ ...pair, processes: [first, without(second, at)] })) : []),
  ];
}

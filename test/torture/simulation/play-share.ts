import { Random } from "../random.ts";
import { judged, told } from "./judged.ts";
import { drawScenario } from "./scenario.ts";
import { drawPair } from "./two-runs/pair.ts";
import { playPair } from "./two-runs/play-pair.ts";
import { toldOfPair } from "./two-runs/told-of-pair.ts";

const BREACHES_MOST = 5;

/** Which of a seed's runs and pairs one process plays: each `of`-th, from the `nth` on (from 0). */
export interface Share {
  readonly seed: number;
  readonly runs: number;
  readonly pairs: number;
  readonly nth: number;
  readonly of: number;
}

/** What came of a share. */
export interface Tally {
  readonly changes: number;
  readonly crashes: number;
  /** Pairs in which the one run was fenced by the other. */
  readonly fenced: number;
  /** Of each breach its story. */
  readonly breaches: readonly string[];
}

/** Plays a share. All shares of a seed together play the same as one that is the whole. */
export async function playShare(share: Share, note: (line: string) => void): Promise<Tally> {
  const { seed, runs, pairs, nth, of } = share;
  const seeds = new Random(seed);
  const breaches: string[] = [];
  const counted = { changes: 0, crashes: 0, fenced: 0 };
  const turns = async (all: number, what: string, play: (random: Random, turn: number) => Promise<void>) => {
    for (let turn = 1; turn <= all; turn += 1) {
      const random = new Random(seeds.next());
      if ((turn - 1) % of === nth && breaches.length < BREACHES_MOST) await play(random, turn);
      if (turn % 10_000 === 0) note(`${turn} ${what}`);
    }
  };
  await turns(runs, "runs", async (random, run) => {
    const scenario = drawScenario(random);
    const played = await judged(scenario);
    counted.crashes += played.crashes;
    counted.changes += played.changes;
    if (played.breaches.length > 0) breaches.push(await told(scenario, run));
  });
  await turns(pairs, "pairs", async (random, turn) => {
    const pair = drawPair(random);
    const played = await playPair(pair);
    if (played.isFenced) counted.fenced += 1;
    if (played.breaches.length > 0) breaches.push(await toldOfPair(pair, turn));
  });
  return { ...counted, breaches };
}

import { Random } from "../random.ts";
import type { Breach, Trial } from "../trial.ts";
import { play, type Played } from "./play.ts";
import { drawPair, type Pair, smallerPair } from "./two-runs/pair.ts";
import { playPair } from "./two-runs/play-pair.ts";
import { drawScenario, isOnlyCrashes, type Scenario, smaller } from "./scenario.ts";

const RUNS = { short: 2_000, long: 100_000 };
const PAIRS = { short: 40, long: 4_000 };
const BREACHES_MOST = 5;

/** The real core and the real driver in a world in which anything goes wrong. */
export const simulation: Trial = {
  name: "simulation",
  promise: "no harm",
  run: async ({ seed, short, note }) => {
    const seeds = new Random(seed);
    const breaches: Breach[] = [];
    const runs = short ? RUNS.short : RUNS.long;
    let crashes = 0;
    let changes = 0;
    for (let run = 1; run <= runs && breaches.length < BREACHES_MOST; run += 1) {
      const scenario = drawScenario(new Random(seeds.next()));
      const played = await judged(scenario);
      crashes += played.crashes;
      changes += played.changes;
      if (played.breaches.length > 0)
        breaches.push({ repeat: `--only simulation --seed ${seed}`, story: await told(scenario, run) });
      if (run % 10_000 === 0) note(`${run} runs`);
    }
    const pairs = await playPairs(seeds, short ? PAIRS.short : PAIRS.long, seed, note);
    const figure = `${changes} changes and ${crashes} crashes, nothing done twice or lost; ${pairs.figure}`;
    return { cases: runs + pairs.cases, figure, breaches: [...breaches, ...pairs.breaches] };
  },
};

/** Two runs of the same trouble, rivals or one that was handed over. */
async function playPairs(
  seeds: Random,
  pairs: number,
  seed: number,
  note: (line: string) => void,
): Promise<{ readonly cases: number; readonly figure: string; readonly breaches: readonly Breach[] }> {
  const breaches: Breach[] = [];
  let fenced = 0;
  for (let nth = 1; nth <= pairs && breaches.length < BREACHES_MOST; nth += 1) {
    const pair = drawPair(new Random(seeds.next()));
    const played = await playPair(pair);
    if (played.isFenced) fenced += 1;
    if (played.breaches.length > 0)
      breaches.push({ repeat: `--only simulation --seed ${seed}`, story: await toldOfPair(pair, nth) });
    if (nth % 1_000 === 0) note(`${nth} pairs`);
  }
  return { cases: pairs, figure: `${pairs} pairs of runs, ${fenced} handed over, one change each at most`, breaches };
}

async function toldOfPair(pair: Pair, nth: number): Promise<string> {
  const least = await shrunkPair(pair);
  return [`pair ${nth}: ${JSON.stringify(least)}`, ...(await playPair(least)).story].join("\n");
}

async function shrunkPair(pair: Pair): Promise<Pair> {
  for (const candidate of smallerPair(pair))
    if ((await playPair(candidate)).breaches.length > 0) return await shrunkPair(candidate);
  return pair;
}

/** A played scenario; where only crashes went wrong it must end as without them. */
export async function judged(scenario: Scenario): Promise<Played> {
  const played = await play(scenario);
  if (played.breaches.length > 0 || !isOnlyCrashes(scenario)) return played;
  const calm = await play({ ...scenario, processes: scenario.processes.slice(-1) });
  if (calm.facts === played.facts) return played;
  const said = `it ends with ${played.facts}, without the crashes with ${calm.facts}`;
  return { ...played, breaches: [said], story: [...played.story, `BREACH: ${said}`] };
}

/** The breach's story, in the smallest scenario that still has one. */
async function told(scenario: Scenario, run: number): Promise<string> {
  const least = await shrunk(scenario);
  const { story } = await judged(least);
  return [`run ${run}: ${JSON.stringify(least)}`, ...story].join("\n");
}

async function shrunk(scenario: Scenario): Promise<Scenario> {
  for (const candidate of smaller(scenario))
    if ((await judged(candidate)).breaches.length > 0) return await shrunk(candidate);
  return scenario;
}

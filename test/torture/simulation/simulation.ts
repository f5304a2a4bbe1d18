import { Random } from "../random.ts";
import type { Breach, Trial } from "../trial.ts";
import { play, type Played } from "./play.ts";
import { drawScenario, isOnlyCrashes, type Scenario, smaller } from "./scenario.ts";

const RUNS = { short: 2_000, long: 100_000 };
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
    return { cases: runs, figure: `${changes} changes and ${crashes} crashes, nothing done twice or lost`, breaches };
  },
};

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

import { play, type Played } from "./play.ts";
import { isOnlyCrashes, type Scenario, smaller } from "./scenario.ts";

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
export async function told(scenario: Scenario, run: number): Promise<string> {
  const least = await shrunk(scenario);
  const { story } = await judged(least);
  return [`run ${run}: ${JSON.stringify(least)}`, ...story].join("\n");
}

async function shrunk(scenario: Scenario): Promise<Scenario> {
  for (const candidate of smaller(scenario))
    if ((await judged(candidate)).breaches.length > 0) return await shrunk(candidate);
  return scenario;
}

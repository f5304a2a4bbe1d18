import { dryRun, slowestCheckMs, type Place } from "./dry-run.ts";
import type { Measurement } from "./measurement.ts";
import { median } from "./median.ts";
import { emptyProcess } from "./start-up.ts";

const ROUNDS = 15;

/** A dry run's wall time against what no program can avoid: the start of a process and the slowest check. */
export async function ownCost(program: string, place: Place, where: string): Promise<Measurement> {
  await dryRun(program, place);
  const rounds: { oursMs: number; theirsMs: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const emptyMs = await emptyProcess(place.env);
    const run = await dryRun(program, place);
    rounds.push({ oursMs: run.durationMs, theirsMs: emptyMs + slowestCheckMs(run) });
  }
  return {
    what: `a dry run, ${where}`,
    oursMs: median(rounds.map(({ oursMs }) => oursMs)),
    against: "process start + slowest check",
    theirsMs: median(rounds.map(({ theirsMs }) => theirsMs)),
    ratio: median(rounds.map(({ oursMs, theirsMs }) => oursMs / theirsMs)),
    bound: { kind: "at most", value: 1.5 },
  };
}

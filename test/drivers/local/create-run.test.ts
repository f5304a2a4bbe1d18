import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { createRun } from "../../../src/drivers/local/create-run.ts";
import { readRun } from "../../../src/drivers/local/read-run.ts";
import { FOLDER, Simulation } from "./simulation/simulation.ts";
import { RUN } from "./simulation/a-run.ts";
import type { Fate } from "./simulation/sim-disk.ts";

const connection = '{"environment":"staging"}\n';

/** What is found after this fate at this operation of a run's beginning: whether it has begun, and how it is reached. null: it has no such operation. */
async function foundAfter(operation: number, fate: Fate, power: { extraBytes: number } | null) {
  const simulation = new Simulation();
  const { disk } = simulation;
  disk.fate = (at) => (at === operation ? fate : "done");
  const beside = { "connection.json": connection };
  const world = simulation.world();
  await Promise.race([
    createRun({ world, stateDir: "/state", identity: RUN, redact: (event) => event, beside }),
    // Nothing in the simulation waits for anything but the disk.
    turn(),
  ]);
  if (!disk.crashed) return null;
  const left = disk.restart(power);
  const begun = await readRun(left, FOLDER).then(
    () => true,
    () => false,
  );
  return { begun, reached: new TextDecoder().decode((await left.read(`${FOLDER}/connection.json`)) ?? undefined) };
}

test.each<readonly [string, Fate, { extraBytes: number } | null]>([
  ["killed before", "crash", null],
  ["killed within", "half", null],
  ["power lost before", "crash", { extraBytes: 0 }],
  ["power lost within", "half", { extraBytes: 100_000 }],
])("a run that has begun can be reached again: %s any operation of its beginning", async (_words, fate, power) => {
  const begun: boolean[] = [];
  for (let operation = 1; ; operation += 1) {
    const found = await foundAfter(operation, fate, power);
    if (found === null) break;
    begun.push(found.begun);
    if (found.begun) expect(found.reached).toBe(connection);
  }
  expect(begun.length).toBeGreaterThan(8);
  expect([begun[0], begun.at(-1)]).toEqual([false, true]);
});

import { describe, expect, test } from "vitest";
import { readJournal } from "../../../src/drivers/local/journal/read-journal.ts";
import type { Fate } from "./simulation/sim-disk.ts";
import { FOLDER, JOURNAL, Simulation } from "./simulation/simulation.ts";

const MAX_CRASHES = 3;

/** Runs until the end, crashing at the given operations of each process's disk. */
async function runWithCrashes(
  simulation: Simulation,
  crashes: readonly { readonly at: number; readonly fate: Fate; readonly power: { extraBytes: number } | null }[],
): Promise<string | null> {
  const [crash, ...later] = crashes;
  simulation.disk.fate = (operation) => (operation === crash?.at ? crash.fate : "done");
  const began = simulation.disk.files.has(JOURNAL);
  const end = began ? await simulation.resume() : await simulation.start();
  if (end !== "crashed") return end.state?.ended?.outcome ?? end.why;
  simulation.restart(crash?.power ?? null);
  const bytes = simulation.disk.files.get(JOURNAL)?.content ?? new Uint8Array();
  const { events } = readJournal(bytes, JOURNAL);
  if (events.length > 0) return await runWithCrashes(simulation, later);
  // Nothing was begun: the same command begins it again.
  expect(simulation.platform.written).toEqual([]);
  simulation.disk.folders.delete(FOLDER);
  simulation.disk.files.delete(JOURNAL);
  return await runWithCrashes(simulation, later);
}

describe("a run whose process crashes", () => {
  test("at any operation of its disk ends with the change made once", async () => {
    const whole = new Simulation();
    await whole.start();
    const operations = whole.disk.operations;
    expect(operations).toBeGreaterThan(20);
    for (let at = 1; at <= operations; at++) {
      for (const fate of ["crash", "half"] as const) {
        for (const power of [null, { extraBytes: 0 }, { extraBytes: 300 }]) {
          const simulation = new Simulation();
          const outcome = await runWithCrashes(simulation, [{ at, fate, power }]);
          const where = `${fate} at ${at}, ${power === null ? "killed" : `power failure +${power.extraBytes}`}`;
          expect(outcome, where).toBe("resolved");
          expect(simulation.platform.written, where).toHaveLength(1);
        }
      }
    }
  });

  test("again and again still never makes a change twice", async () => {
    let random = 12_345;
    const next = (below: number): number => {
      random = (random * 1_103_515_245 + 12_345) % 2 ** 31;
      return Math.floor((random / 2 ** 31) * below);
    };
    for (let round = 0; round < 150; round++) {
      const simulation = new Simulation();
      const crashes = Array.from({ length: 1 + next(MAX_CRASHES) }, () => ({
        at: 1 + next(35),
        fate: next(2) === 0 ? ("crash" as const) : ("half" as const),
        power: next(2) === 0 ? null : { extraBytes: next(600) },
      }));
      const outcome = await runWithCrashes(simulation, crashes);
      expect(simulation.platform.written, JSON.stringify(crashes)).toHaveLength(1);
      expect(["resolved", "healthy"], JSON.stringify(crashes)).toContain(outcome);
    }
  });

  test("before its first session was on disk is diagnosed with a whole budget, however late it is taken up", async () => {
    const simulation = new Simulation();
    // The journal's head, then what began the run, then its session.
    let appended = 0;
    simulation.disk.fate = (_, what) => (what === "append" && ++appended === 3 ? "crash" : "done");
    expect(await simulation.start()).toBe("crashed");
    simulation.restart(null);
    const { events } = readJournal(simulation.disk.files.get(JOURNAL)?.content ?? new Uint8Array(), JOURNAL);
    expect(events.map(({ type }) => type)).toEqual(["started"]);
    simulation.clock.jump(30_000);
    const end = await simulation.resume();
    if (end === "crashed") throw new Error("nothing crashes any more");
    expect(end.state?.ended?.outcome).toBe("resolved");
  });

  test("and is held by another meanwhile cannot be resumed", async () => {
    const simulation = new Simulation();
    simulation.disk.fate = (operation) => (operation === 12 ? "crash" : "done");
    expect(await simulation.start()).toBe("crashed");
    simulation.disk = simulation.disk.restart(null);
    await expect(simulation.resume()).rejects.toThrow("the run is held");
  });
});

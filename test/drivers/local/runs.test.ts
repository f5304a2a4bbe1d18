import { describe, expect, test } from "vitest";
import * as machine from "../../../src/core/run/machine.ts";
import { listRuns } from "../../../src/drivers/local/list-runs.ts";
import { openRun } from "../../../src/drivers/local/open-run.ts";
import { pruneRuns, type Pruned } from "../../../src/drivers/local/prune-runs.ts";
import { readRun, RunNotFoundError } from "../../../src/drivers/local/read-run.ts";
import { verifyJournal } from "../../../src/drivers/local/verify-journal.ts";
import { fold } from "../../../src/drivers/machine.ts";
import { FOLDER, JOURNAL, Simulation } from "./simulation/simulation.ts";

const HOUR_MS = 3_600_000;

async function finished(): Promise<Simulation> {
  const simulation = new Simulation();
  await simulation.start();
  return simulation;
}

async function open(): Promise<Simulation> {
  const simulation = new Simulation();
  await simulation.start({ attendance: "none" });
  return simulation;
}

function change(simulation: Simulation, by: (text: string) => string): void {
  const file = simulation.disk.files.get(JOURNAL);
  if (file !== undefined) file.content = new TextEncoder().encode(by(new TextDecoder().decode(file.content)));
}

async function prune(simulation: Simulation, olderThanMs: number): Promise<Pruned> {
  return await pruneRuns({
    world: simulation.world(),
    stateDir: "/state",
    olderThanMs,
    command: (words) => `bigops ${words}`,
    isOver: (events) => machine.isEnded(fold(machine, events)),
  });
}

describe("a run's folder", () => {
  test("of an id that is taken is not begun again", async () => {
    const simulation = await finished();
    await expect(simulation.start()).rejects.toThrow("there is a run of that id");
  });

  test("without a journal is no run", async () => {
    const simulation = new Simulation();
    await expect(openRun(simulation.world(), FOLDER)).rejects.toThrow(RunNotFoundError);
    expect(await simulation.holders.doorOf({}).isHeld(FOLDER)).toBe(false);
  });

  test("whose process was gone before anything was recorded says so", async () => {
    const simulation = await finished();
    change(simulation, (text) => text.slice(0, text.indexOf("\n") + 40));
    await expect(openRun(simulation.world(), FOLDER)).rejects.toThrow(
      /ends before the run began\. .*stopped in that moment, nothing was done.*emptied, what may have been changed is in the live system/,
    );
  });

  test("with a torn journal is opened without the torn line, which is said and cut off", async () => {
    const simulation = await open();
    const { events } = await readRun(simulation.disk, FOLDER);
    change(simulation, (text) => text.slice(0, -30));
    const run = await openRun(simulation.world(), FOLDER);
    if (run === "held") throw new Error("held");
    expect(run.events).toEqual(events.slice(0, -1));
    expect(run.tornBytes).toBeGreaterThan(0);
    expect((await verifyJournal(simulation.disk, FOLDER)).tornBytes).toBe(0);
  });

  test("with a damaged journal is refused, and held by nobody afterwards", async () => {
    const simulation = await open();
    change(simulation, (text) => text.replace('"session-1"', '"session-9"'));
    await expect(openRun(simulation.world(), FOLDER)).rejects.toThrow("line 3 (sequence 2) is damaged");
    expect(await simulation.holders.doorOf({}).isHeld(FOLDER)).toBe(false);
  });

  test("that became read-only is opened to look at", async () => {
    const simulation = await open();
    simulation.disk.fate = () => "read-only";
    const run = await openRun(simulation.world(), FOLDER);
    expect(run).toMatchObject({ id: "fsd-7k2m", recorder: { notRecorded: expect.stringContaining("read-only") } });
  });
});

describe("listing runs", () => {
  test("finds none where there is no state folder", async () => {
    expect(await listRuns(new Simulation().world(), "/state")).toEqual([]);
  });

  test("gives their events, and the damage of one that cannot be read", async () => {
    const simulation = await open();
    const world = simulation.world();
    expect(await listRuns(world, "/state")).toMatchObject([{ id: "fsd-7k2m", held: false, problem: null }]);
    change(simulation, (text) => text.replace("started", "startet"));
    expect(await listRuns(world, "/state")).toMatchObject([{ id: "fsd-7k2m", events: null, problem: { line: 2 } }]);
  });
});

describe("pruning runs", () => {
  test("removes what is over and old", async () => {
    const simulation = await finished();
    expect(await prune(simulation, HOUR_MS)).toEqual({ removed: [], kept: [] });
    simulation.clock.jump(2 * HOUR_MS);
    expect(await prune(simulation, HOUR_MS)).toEqual({ removed: ["fsd-7k2m"], kept: [] });
    expect(simulation.disk.files.size).toBe(0);
  });

  test("keeps what is open, held or damaged, and says why", async () => {
    const simulation = await open();
    simulation.clock.jump(2 * HOUR_MS);
    expect((await prune(simulation, HOUR_MS)).kept).toMatchObject([{ reason: expect.stringContaining("still open") }]);
    change(simulation, (text) => text.replace("started", "startet"));
    expect((await prune(simulation, HOUR_MS)).kept).toMatchObject([{ reason: expect.stringContaining("is damaged") }]);
    const held = await finished();
    held.clock.jump(2 * HOUR_MS);
    held.holders.steal(FOLDER);
    expect((await prune(held, HOUR_MS)).kept).toMatchObject([{ reason: "another process holds it" }]);
  });
});

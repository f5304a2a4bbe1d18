import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { RunEvent } from "../../../src/core/run/event.ts";
import * as machine from "../../../src/core/run/machine.ts";
import { exportRun } from "../../../src/drivers/local/handover/export-run.ts";
import { readExport } from "../../../src/drivers/local/handover/read-export.ts";
import { takeOverRun } from "../../../src/drivers/local/handover/take-over-run.ts";
import { releaseRun } from "../../../src/drivers/local/held-run.ts";
import { JournalError } from "../../../src/drivers/local/journal/journal-error.ts";
import { continueJournal } from "../../../src/drivers/local/journal/journal-writer.ts";
import { type ChainEnd, eventLine, headerLine, sealed } from "../../../src/drivers/local/journal/journal-line.ts";
import { readJournal } from "../../../src/drivers/local/journal/read-journal.ts";
import { fold } from "../../../src/drivers/machine.ts";
import { readRun } from "../../../src/drivers/local/read-run.ts";
import { handedOver } from "../../core/run/handed-over.ts";
import { plan, START_MS, started } from "../../core/run/sample-events.ts";
import { Story, troubled } from "../../core/run/story.ts";
import { type Fate, SimDisk } from "./simulation/sim-disk.ts";
import { Simulation } from "./simulation/simulation.ts";

const FOLDER = "/state/runs/sd-0001";
const PATH = `${FOLDER}/journal.jsonl`;
const note = {
  exportedAtMs: 1,
  by: { user: "alice", host: "laptop" },
  version: "0.0.0",
  reached: { environment: "staging", context: null, namespace: null },
  sandbox: null,
};

const woke: RunEvent = { type: "woke", atMs: START_MS + 1, jumpedMs: 0 };
const planned: RunEvent = {
  type: "planned",
  atMs: START_MS,
  proposal: "rollback",
  stage: "propose",
  recheck: 0,
  plan: plan(),
};
/** A run that has diagnosed its problem, and offers a rollback. */
const events: readonly RunEvent[] = [...new Story("none").answer(troubled).events, planned, woke];
/** The line of an export that follows those of the events. */
const NEXT = events.length + 3;

async function exported(told: readonly RunEvent[] = events): Promise<string> {
  const disk = new SimDisk();
  const writer = await continueJournal(disk, FOLDER, PATH, "sd-0001", null);
  for (const event of told) await writer.append(event);
  await writer.sync();
  return await exportRun(disk, FOLDER, note);
}

/** An export as anybody can write one: every hash is right. */
function forged(told: readonly unknown[]): string {
  const first = headerLine("sd-0001");
  const lines = [first];
  let end: ChainEnd = { seq: 0, hash: first.hash };
  for (const event of told) {
    const line = eventLine(end, event as RunEvent);
    lines.push(line);
    end = { seq: end.seq + 1, hash: line.hash };
  }
  const header = { format: "bigops.handover/1", run: "sd-0001", events: told.length, hash: end.hash, ...note };
  return `${[sealed(header), ...lines].map(({ text }) => text).join("\n")}\n`;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The message of the refusal; throws where it is taken, or fails otherwise. */
function refused(text: string | Uint8Array): string {
  try {
    readExport(typeof text === "string" ? bytes(text) : text, "x.jsonl");
  } catch (error) {
    if (error instanceof JournalError) return error.message;
    throw error;
  }
  throw new Error("it was taken");
}

describe("an export", () => {
  test("gives back the events, and holds the journal as it is", async () => {
    const text = await exported();
    expect(readExport(bytes(text), "x").events).toEqual(events);
    expect(readJournal(bytes(text.slice(text.indexOf("\n") + 1)), "x").events).toEqual(events);
  });

  test("cut anywhere is refused", async () => {
    const text = await exported();
    for (let length = 0; length < text.length; length += 3)
      expect(refused(text.slice(0, length)), String(length)).toMatch(/^cannot read the export x\.jsonl: /);
  });

  test("with any byte changed is refused", async () => {
    const whole = bytes(await exported());
    for (let at = 0; at < whole.length; at += 5) {
      const changed = whole.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(refused(changed), String(at)).toMatch(/^cannot read the export x\.jsonl: /);
    }
  });

  test("that somebody wrote with hashes of their own is looked at for its shape, and refused with its line", () => {
    const of = (event: unknown) => refused(forged([...events, event])).replace(`line ${NEXT} `, "line NEXT ");
    expect(readExport(bytes(forged(events)), "x").events).toEqual(events);
    expect(of({ ...woke, jumpedMs: "soon" })).toMatch(/line NEXT is no event .*\(jumpedMs must be a number\)/);
    expect(of({ ...woke, more: 1 })).toMatch(/line NEXT is no event .*written by bigops 0\.0\.0/);
    expect(of({ type: "dropped", atMs: 5 })).toMatch(/line NEXT .*"dropped", which this bigops does not know/);
    expect(of(started())).toMatch(/line NEXT does not belong there/);
    expect(of({ ...planned, plan: { ...plan(), writes: "all" } })).toMatch(
      /line NEXT is no event .*\(plan\.writes must be a list\)/,
    );
    const about = { proposal: "rollback", write: "1", attempt: 1, resourceVersion: null, detail: {} };
    expect(of({ type: "intended", atMs: 5, ...about, notAfterMs: 9e15 })).toMatch(/for too long/);
  });

  test("says what it is of where its first line does", async () => {
    const text = await exported();
    expect(refused(text.replace("bigops.handover/1", "bigops.handover/2"))).toMatch(/bigops\.handover\/2, this bigops/);
    expect(refused(text.slice(text.indexOf("\n") + 1))).toMatch(/line 1 is not that of an export/);
    const other = sealed({ format: "bigops.handover/1", run: "../../etc" }).text;
    expect(refused(`${other}\n`)).toMatch(/line 1 is damaged: run/);
    expect(refused(new Uint8Array(64_000_001))).toMatch(/more than 64000000 bytes/);
  });
});

const handed = (() => {
  const { atMs: _, type: __, ...body } = handedOver(10);
  return body;
})();

const takeOver = (simulation: Simulation) =>
  takeOverRun({
    world: simulation.world(),
    stateDir: "/state",
    events,
    handedOver: handed,
    redact: (event) => event,
    beside: { "connection.json": "{}\n" },
  });

describe("a run that is taken over", () => {
  test("is on disk whole: the same events, then its own name", async () => {
    const simulation = new Simulation();
    const { disk } = simulation;
    const run = await takeOver(simulation);
    if (run === null) throw new Error("there was one of that id");
    await releaseRun(run);
    const read = await readRun(disk, "/state/runs/sd-0002");
    expect(read.run).toBe("sd-0002");
    expect(read.events.slice(0, -1)).toEqual(events);
    expect(fold(machine, read.events)?.run.origin?.runs).toEqual(["sd-0001"]);
  });

  test("that a crash left without its name is none, and is never the older run", async () => {
    for (let told = 1; told <= events.length; told += 1) {
      const disk = new SimDisk();
      const writer = await continueJournal(disk, FOLDER, PATH, "sd-0002", null);
      for (const event of events.slice(0, told)) await writer.append(event);
      await expect(readRun(disk, FOLDER)).rejects.toThrow(/ends before run sd-0002 had taken over/);
    }
  });
});

describe("a crash, or a full disk, while a run is taken over", () => {
  const fates: readonly Fate[] = ["crash", "half", "full", "read-only"];

  test.each(fates)("%s at any operation: it is there whole, or there is no run", async (fate) => {
    let whole = 0;
    for (let operation = 1; operation <= 40; operation += 1) {
      const simulation = new Simulation();
      const { disk } = simulation;
      disk.fate = (at) => (at === operation ? fate : "done");
      await Promise.race([takeOver(simulation), turn()]);
      const left = disk.crashed ? disk.restart(null) : disk;
      const read = await readRun(left, "/state/runs/sd-0002").catch(() => null);
      if (read === null) continue;
      whole += 1;
      expect(read.events).toHaveLength(events.length + 1);
    }
    expect(whole).toBeGreaterThan(0);
  });
});

describe("the journal of another bigops", () => {
  test("with an event that is not known here is refused with its line, not skipped", async () => {
    const disk = new SimDisk();
    const writer = await continueJournal(disk, FOLDER, PATH, "sd-0001", null);
    for (const event of [...events, { type: "frozen", atMs: 5 } as unknown as RunEvent]) await writer.append(event);
    await expect(readRun(disk, FOLDER)).rejects.toThrow(/line 10 is an event "frozen".*Use the version of bigops/);
  });
});

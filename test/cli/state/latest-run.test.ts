import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { latestRun } from "../../../src/cli/state/latest-run.ts";
import { JOURNAL, Simulation } from "../../drivers/local/simulation/simulation.ts";

let stateDir: string;
let runFolder: string;
let holder: Server | null = null;

beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), "bs-"));
  runFolder = join(stateDir, "runs", "fsd-7k2m");
  mkdirSync(runFolder, { recursive: true });
});
afterEach(async () => {
  await new Promise((resolve) => (holder === null ? resolve(null) : holder.close(resolve)));
  holder = null;
  rmSync(stateDir, { recursive: true });
});

async function journalOfAnEndedRun(): Promise<string> {
  const simulation = new Simulation();
  await simulation.start();
  return new TextDecoder().decode(simulation.disk.files.get(JOURNAL)?.content);
}

test("a holder that ends its run while it is asked: the run is told as it ended", async () => {
  const whole = await journalOfAnEndedRun();
  const journal = join(runFolder, "journal.jsonl");
  writeFileSync(journal, whole.split("\n").slice(0, 8).join("\n") + "\n");
  holder = createServer((socket) => {
    writeFileSync(journal, whole);
    socket.destroy();
  });
  await new Promise<void>((resolve) => holder?.listen(join(runFolder, "holder.1"), resolve));
  const latest = await latestRun(stateDir, "fsd-7k2m");
  expect([latest.held, latest.silent]).toEqual([false, true]);
  expect(latest.state.ended).not.toBeNull();
  expect(latest.events).toHaveLength(whole.trimEnd().split("\n").length - 1);
});

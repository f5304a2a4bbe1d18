/**
 * Records the journals that today's format is known by, with the built program (`npm run build`) on the sandbox's servers:
 *
 *   tsx scripts/record-journals.ts
 *
 * To be run once after the journal's format was raised, never to make a test of the format pass: what is recorded is kept as it is for as long as that
 * format is read. Each journal is stored with the document that the program made of it then.
 */
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import * as z from "zod";
import { eventShape } from "../src/core/run/event-shape.ts";
import { documentOf } from "../src/core/document/document-of.ts";
import * as machine from "../src/core/run/machine.ts";
import { readJournal } from "../src/drivers/local/journal/read-journal.ts";
import { fold } from "../src/drivers/machine.ts";
import { JOURNAL_FORMAT } from "../src/drivers/local/journal/journal-line.ts";
import { colleagueOf } from "../test/commands/harness/colleague.ts";
import { makeHome, type Home } from "../test/commands/harness/home.ts";
import { runIdIn } from "../test/commands/harness/run-id-in.ts";
import { startStaging } from "../test/commands/harness/staging.ts";

const folder = `test/drivers/local/journal/fixtures/${JOURNAL_FORMAT.replace("bigops.journal/", "format-")}`;

async function bigops(home: Home, ...args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [join(process.cwd(), "bin/bigops.js"), ...args], {
    cwd: home.cwd,
    env: home.env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  return await text(child.stdout);
}

function digestIn(told: string): string {
  const digest = /--approve\s+([0-9a-f]+)/.exec(told)?.[1];
  if (digest === undefined) throw new Error(`nothing is to be approved in:\n${told}`);
  return digest;
}

function keep(home: Home, id: string, name: string): void {
  mkdirSync(folder, { recursive: true });
  const journal = readFileSync(join(home.stateDir, "runs", id, "journal.jsonl"));
  writeFileSync(`${folder}/${name}.jsonl`, journal);
  // Not as `bigops show` has it: how kubectl reaches the cluster from this machine is no part of the run.
  const state = fold(machine, readJournal(journal, name).events);
  if (state === null) throw new Error(`run ${id} has not begun`);
  writeFileSync(`${folder}/${name}.json`, `${JSON.stringify(documentOf(state), null, 2)}\n`);
}

/** The shape of all that may be recorded. */
function keepShape(): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/events.json`, `${JSON.stringify(z.toJSONSchema(eventShape), null, 2)}\n`);
}

/** A rollback that is approved, made, verified, and undone again. */
async function undone(): Promise<void> {
  const home = makeHome();
  const staging = await startStaging(home, { fault: "bad-rollout" });
  const told = await bigops(home, "run", "feature-store-down");
  const id = runIdIn(told);
  await bigops(home, "resume", id, "--approve", digestIn(told));
  await bigops(home, "undo", id, "--approve", digestIn(await bigops(home, "undo", id)));
  keep(home, id, "undone");
  await staging.close();
  home.remove();
}

/** A Flink job that is run again by whoever took the run over. */
async function handedOver(): Promise<void> {
  const home = makeHome();
  const staging = await startStaging(home, { fault: "job-not-running", streaming: true });
  const colleague = colleagueOf(home);
  const older = runIdIn(await bigops(home, "run", "streaming-lag"));
  await bigops(home, "runs", "export", older, "--output", "run.jsonl");
  const taken = await bigops(colleague, "resume", join(home.cwd, "run.jsonl"));
  const newer = runIdIn(taken.replaceAll(older, ""));
  await bigops(colleague, "resume", newer, "--approve", digestIn(taken));
  keep(colleague, newer, "handed-over");
  await staging.close();
  home.remove();
  colleague.remove();
}

keepShape();
await undone();
await handedOver();
process.exit();

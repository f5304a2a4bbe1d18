import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { verifyJournal } from "../../../../src/drivers/local/verify-journal.ts";
import { realWorld } from "../../../../src/drivers/local/real-world/real-world.ts";
import { bundle } from "./bundle.ts";

let script: Awaited<ReturnType<typeof bundle>>;
let folder: string;
const stateDir = (): string => join(folder, "state");
const platform = (): string => join(folder, "platform");
const runFolder = (): string => join(stateDir(), "runs", "fsd-7k2m");

beforeAll(async () => {
  script = await bundle(fileURLToPath(new URL("./runner.ts", import.meta.url)));
});
afterAll(async () => await script.remove());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "bigops-process-"));
  await writeFile(platform(), "");
});
afterEach(async () => {
  await chmod(folder, 0o700);
  await rm(folder, { recursive: true });
});

function start(mode: "create" | "resume", hang: "hang" | "" = "", state = stateDir()): ReturnType<typeof spawn> {
  const args = [script.path, mode, state, platform(), hang];
  return spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
}

async function outputOf(child: ReturnType<typeof spawn>): Promise<string> {
  return child.stdout === null ? "" : await text(child.stdout);
}

/** A run whose process was killed after its write had been sent and before the answer came. */
async function killedWhileSending(): Promise<void> {
  const child = start("create", "hang");
  if (child.stdout !== null) await once(child.stdout, "data");
  child.kill("SIGKILL");
  await once(child, "exit");
}

describe("a process that holds a run", () => {
  test("is killed between the intent and its answer: the next one asks, and changes nothing again", async () => {
    await killedWhileSending();
    const output = await outputOf(start("resume"));
    const [, after = ""] = /^interrupted .* intended session (.*) left\n/.exec(output) ?? [];
    // Looks at the symptoms and a page that is overdue by then may come in between, whichever is answered first.
    const change = after.split(" ").filter((type) => !["checked", "woke", "paged"].includes(type));
    expect(change).toEqual(["reconciled", "progressed"]);
    expect(await readFile(platform(), "utf8")).toBe("fsd-7k2m/rollback/1\n");
    expect(await verifyJournal(realWorld.disk, runFolder())).toMatchObject({ run: "fsd-7k2m", tornBytes: 0 });
  });

  test("is killed, and two take over at once: one does", async () => {
    await killedWhileSending();
    const outputs = await Promise.all([outputOf(start("resume")), outputOf(start("resume"))]);
    // The other one comes too late, or after the first has left; then it finds the change made.
    expect(outputs.some((output) => output.includes("reconciled"))).toBe(true);
    expect(await readFile(platform(), "utf8")).toBe("fsd-7k2m/rollback/1\n");
    await verifyJournal(realWorld.disk, runFolder());
  });

  test("keeps its files to the user alone", async () => {
    await killedWhileSending();
    for (const path of [stateDir(), join(stateDir(), "runs"), runFolder()])
      expect((await stat(path)).mode & 0o777).toBe(0o700);
    for (const name of await readdir(runFolder()))
      expect((await stat(join(runFolder(), name))).mode & 0o777).toBe(0o600);
  });

  test("in a folder that it may not write to diagnoses all the same, and changes nothing", async () => {
    await chmod(folder, 0o555);
    // Permissions do not bind root, but the kernel's own file system takes no folders from anybody.
    const root = process.platform === "darwin" ? "/System/bigops" : "/sys/bigops";
    const output = await outputOf(start("create", "", process.getuid?.() === 0 ? root : stateDir()));
    expect(output).toContain("resting started session checked planned\n");
    expect(output).toMatch(
      /(writing is not allowed|the file system is read-only)\. Choose another folder with --state-dir/,
    );
    expect(await readdir(folder)).toEqual(["platform"]);
  });
});

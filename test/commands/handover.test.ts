import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { RunDocument } from "../../src/core/document/run-document.ts";
import { colleagueOf } from "./harness/colleague.ts";
import { makeHome, type Home } from "./harness/home.ts";
import { runBigops } from "./harness/run-bigops.ts";
import { runIdIn } from "./harness/run-id-in.ts";
import { startStaging, type Staging, type StagingOptions } from "./harness/staging.ts";
import { steady } from "./harness/steady.ts";
import { keys, openTerminal } from "./harness/terminal.ts";

let home: Home;
let colleague: Home;
let staging: Staging | null = null;

async function begin(options: StagingOptions = { fault: "bad-rollout" }): Promise<void> {
  home = makeHome();
  staging = await startStaging(home, options);
  colleague = colleagueOf(home);
}

afterEach(async () => {
  await staging?.close();
  staging = null;
  home.remove();
  colleague.remove();
});

const file = (): string => join(home.path, "run.jsonl");

async function exported(id: string): Promise<string> {
  const { exitCode, stderr } = await runBigops(home, ["runs", "export", id, "--output", file()]);
  expect(stderr).toMatch(/can be taken over with: bigops resume|there is nothing to take over/);
  expect(exitCode).toBe(0);
  return file();
}

function approval(text: string): string {
  return /--approve\s+([0-9a-f]+)/.exec(text)?.[1] ?? "";
}

async function json(where: Home, ...args: readonly string[]): Promise<RunDocument> {
  return JSON.parse((await runBigops(where, [...args, "--output", "json"])).stdout) as RunDocument;
}

describe("a run that goes on on another machine", () => {
  it("is another one: the older approves after that, changes nothing, and is told who goes on", async () => {
    await begin();
    const first = await runBigops(home, ["run", "feature-store-down"]);
    const older = runIdIn(first.stdout);
    const taken = await runBigops(colleague, ["resume", await exported(older)]);
    expect(taken.exitCode).toBe(4);
    const newer = runIdIn(taken.stdout);
    expect(newer).not.toBe(older);
    expect(steady(taken.stdout)).toContain("goes on with run fsd-xxxx of");
    expect(taken.stderr).toContain(`run ${older} is over (epoch 2): it sends no write and no page any more`);
    expect(approval(taken.stdout)).not.toBe(approval(first.stdout));

    const late = await runBigops(home, ["resume", older, "--approve", approval(first.stdout)]);
    expect(late.exitCode).toBe(7);
    expect(late.stderr).toMatch(new RegExp(`taken over by \\S+@\\S+, as run ${newer} \\(epoch 2\\)`));
    expect(staging?.writes).toEqual([]);
    expect((await runBigops(home, ["ack", older])).exitCode).toBe(0);

    const applied = await runBigops(colleague, ["resume", newer, "--approve", approval(taken.stdout)]);
    expect(applied.exitCode).toBe(0);
    expect(staging?.writes).toHaveLength(1);
    expect(JSON.stringify(staging?.writes)).toContain(`${newer}/rollback-2/1`);
    expect((await json(colleague, "show", newer)).run.origin).toMatchObject({ run: older, epoch: 2, fenced: true });
  });

  it("asked once more for the same file goes on as the same run", async () => {
    await begin();
    const path = await exported(runIdIn((await runBigops(home, ["run", "feature-store-down"])).stdout));
    const taken = runIdIn((await runBigops(colleague, ["resume", path])).stdout);
    const again = await runBigops(colleague, ["resume", path]);
    expect(again.stderr).toContain(`taken over here already, as run ${taken}`);
    expect(JSON.parse((await runBigops(colleague, ["runs", "--output", "json"])).stdout)).toHaveLength(1);
  });

  it("a change of Flink as well: it is approved and made there, and can be handed over once more", async () => {
    await begin({ fault: "job-not-running", streaming: true });
    const first = await runBigops(home, ["run", "streaming-lag"]);
    expect(first.exitCode).toBe(4);
    const older = runIdIn(first.stdout);
    const taken = await runBigops(colleague, ["resume", await exported(older)]);
    expect([taken.exitCode, taken.stderr]).toEqual([4, expect.stringContaining(`goes on with run ${older}`)]);
    const newer = runIdIn(taken.stdout.replaceAll(older, ""));
    // The runbook asks no cluster, but the environment names one: the older run is fenced there.
    expect(taken.stderr).toContain(`run ${older} is over (epoch 2)`);
    const late = await runBigops(home, ["resume", older, "--approve", approval(first.stdout)]);
    expect([late.exitCode, late.stderr]).toEqual([7, expect.stringContaining(`as run ${newer} (epoch 2)`)]);
    expect(staging?.writes).toEqual([]);
    await runBigops(colleague, ["resume", newer, "--approve", approval(taken.stdout)]);
    const { proposals } = await json(colleague, "show", newer);
    expect(proposals.map(({ action, status }) => [action, status])).toContainEqual(["flink.run", "verified"]);
    const again = await runBigops(colleague, ["runs", "export", newer, "--output", file()]);
    expect(again.exitCode).toBe(0);
    expect((await runBigops(home, ["resume", file()])).stdout).toContain(newer);
  }, 120_000);

  it("of an environment that names no cluster cannot be fenced, which is said on both sides", async () => {
    await begin({ fault: "job-not-running", streaming: true, cluster: "none" });
    const older = runIdIn((await runBigops(home, ["run", "streaming-lag"])).stdout);
    const out = await runBigops(home, ["runs", "export", older, "--output", file()]);
    expect(out.stderr).toContain("It has no cluster that could tell it so");
    const taken = await runBigops(colleague, ["resume", file()]);
    expect(taken.stderr).toContain(`run ${older} cannot be fenced: there is no cluster`);
  });

  it("the older one's question stands on a terminal: it escalates, and pages nobody", async () => {
    await begin();
    const terminal = openTerminal(home, ["run", "feature-store-down"]);
    try {
      await terminal.waitFor(/Apply this change/);
      const older = runIdIn(terminal.text());
      const taken = await runBigops(colleague, ["resume", await exported(older)]);
      terminal.press(keys.up, keys.up, keys.enter);
      await terminal.waitFor(new RegExp(`taken over by \\S+, as run ${runIdIn(taken.stdout)}`));
      expect(await terminal.ended()).toBe(7);
      expect([...(staging?.pages ?? []), ...(staging?.writes ?? [])]).toEqual([]);
    } finally {
      terminal.kill();
    }
  });

  it("that has ended is told, with its code, and leaves nothing", async () => {
    await begin();
    const first = await runBigops(home, ["run", "feature-store-down"]);
    const older = runIdIn(first.stdout);
    await runBigops(home, ["resume", older, "--approve", approval(first.stdout)]);
    const { stdout, exitCode } = await runBigops(colleague, ["resume", await exported(older)]);
    expect(stdout).toContain("Resolved");
    expect(exitCode).toBe(0);
    expect(existsSync(colleague.stateDir)).toBe(false);
    expect(staging?.writes).toHaveLength(1);
  });
});

describe("what is exported", () => {
  it("is one file of its owner's: the journal, and nothing else of the run's folder", async () => {
    await begin();
    const id = runIdIn((await runBigops(home, ["run", "feature-store-down"])).stdout);
    const folder = join(home.stateDir, "runs", id);
    writeFileSync(join(folder, "captured-1"), "C4N4RY", { mode: 0o600 });
    const path = await exported(id);
    const text = readFileSync(path, "utf8");
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(text.slice(text.indexOf("\n") + 1)).toBe(readFileSync(join(folder, "journal.jsonl"), "utf8"));
    for (const secret of ["C4N4RY", "R0UT1NGKEY", home.cwd]) expect(text).not.toContain(secret);
    const { stdout } = await runBigops(home, ["runs", "export", id]);
    expect(stdout.slice(stdout.indexOf("\n"))).toBe(text.slice(text.indexOf("\n")));
  });

  it("of the sandbox goes on in the same sandbox, and says that nobody can be fenced", async () => {
    home = makeHome();
    colleague = makeHome();
    const first = await runBigops(home, ["run", "feature-store-down", "--env", "sandbox", "--fault", "bad-rollout"]);
    const older = runIdIn(first.stdout);
    const { stdout } = await runBigops(home, ["runs", "export", older]);
    writeFileSync(file(), stdout);
    const taken = await runBigops(colleague, ["resume", file()]);
    expect(taken.exitCode).toBe(4);
    expect(taken.stderr).toMatch(new RegExp(`run ${older} cannot be fenced: the sandbox is inside each process`));
    const told = steady(taken.stdout)
      .replace(/goes on with[^]*?is stopped/, (line) => line.replaceAll("\n", " "))
      .replace(/ of \S+@[^\s,]+/, " of USER@HOST");
    await expect(told).toMatchFileSnapshot("transcripts/handover.taken-over.txt");
  });
});

describe("a file that is no export", () => {
  it.each([
    ["text", () => "hello\n", /line 1 is not that of an export/],
    ["empty", () => "", /line 1 is not that of an export/],
    ["cut short", (text: string) => text.slice(0, -400), /it ends after \d+ of \d+ events, at line \d+/],
    ["without its last line", (text: string) => text.replace(/[^\n]*\n$/, ""), /it ends after \d+ of \d+ events/],
    ["changed", (text: string) => text.replace('"exitCode"', '"exit"').replace("rollback", "restart "), /damaged/],
    ["of another version", (text: string) => text.replace("handover/1", "handover/9"), /bigops\.handover\/9/],
    ["of no known journal", (text: string) => text.replace(/journal\/\d+/, "journal/999"), /line 2|journal\/999/],
    ["larger than any run", () => "x".repeat(65_000_000), /more than 64000000 bytes/],
  ])("%s: refused with its place, and nothing is left", async (_, spoil, said) => {
    await begin();
    const path = await exported(runIdIn((await runBigops(home, ["run", "feature-store-down"])).stdout));
    writeFileSync(path, spoil(readFileSync(path, "utf8")));
    const { stderr, exitCode } = await runBigops(colleague, ["resume", path]);
    expect(stderr).toMatch(said);
    expect(exitCode).toBe(2);
    expect(existsSync(colleague.stateDir)).toBe(false);
  });

  it("may reach the same cluster by another URL: its own uid tells that it is the same", async () => {
    await begin();
    const path = await exported(runIdIn((await runBigops(home, ["run", "feature-store-down"])).stdout));
    const kubeconfig = join(colleague.cwd, "kubeconfig");
    // Another text for the same address.
    writeFileSync(kubeconfig, readFileSync(kubeconfig, "utf8").replace("https://127.0.0.1:", "https://127.1:"));
    const taken = await runBigops(colleague, ["resume", path]);
    expect([taken.exitCode, taken.stderr]).toEqual([4, expect.stringContaining("is over (epoch 2)")]);
  });

  it("takes no approval, and says why; another cluster is refused before anything is there", async () => {
    await begin();
    const first = await runBigops(home, ["run", "feature-store-down"]);
    const path = await exported(runIdIn(first.stdout));
    const approved = await runBigops(colleague, ["resume", path, "--approve", approval(first.stdout)]);
    expect([approved.exitCode, approved.stderr]).toEqual([2, expect.stringContaining("holds in its own run alone")]);
    const kubeconfig = join(colleague.cwd, "kubeconfig");
    writeFileSync(kubeconfig, readFileSync(kubeconfig, "utf8").replace(/127\.0\.0\.1:\d+/, "127.0.0.1:1"));
    const moved = await runBigops(colleague, ["resume", path]);
    expect([moved.exitCode, moved.stderr]).toEqual([2, expect.stringContaining("another cluster by now")]);
    expect(existsSync(colleague.stateDir)).toBe(false);
  });
});

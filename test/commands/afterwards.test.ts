import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { RunDocument } from "../../src/core/document/run-document.ts";
import { makeHome, type Home } from "./harness/home.ts";
import { runBigops } from "./harness/run-bigops.ts";
import { runIdIn } from "./harness/run-id-in.ts";
import { startStaging, type Staging } from "./harness/staging.ts";
import { keys, openTerminal, type Terminal } from "./harness/terminal.ts";

let home: Home;
let staging: Staging;
let terminal: Terminal | null = null;

async function begin(fault: string): Promise<void> {
  home = makeHome();
  staging = await startStaging(home, { fault });
}

afterEach(async () => {
  terminal?.kill();
  terminal = null;
  await staging.close();
  home.remove();
});

async function json(...args: readonly string[]): Promise<RunDocument> {
  const { stdout } = await runBigops(home, [...args, "--output", "json"]);
  return JSON.parse(stdout) as RunDocument;
}

async function applied(): Promise<string> {
  const { stdout } = await runBigops(home, ["run", "feature-store-down"]);
  const id = runIdIn(stdout);
  const digest = /--approve\s+([0-9a-f]+)/.exec(stdout)?.[1] ?? "";
  const { exitCode } = await runBigops(home, ["resume", id, "--approve", digest]);
  expect(exitCode).toBe(0);
  return id;
}

describe("undo", () => {
  it("asks in the same way, puts the change back, and is done once", async () => {
    await begin("scaled-to-zero");
    const id = await applied();
    expect(staging.writes).toHaveLength(1);

    const asked = await runBigops(home, ["undo", id]);
    expect(asked.exitCode).toBe(4);
    expect(staging.writes).toHaveLength(1);
    const digest = /--approve\s+([0-9a-f]+)/.exec(asked.stdout)?.[1] ?? "";
    await runBigops(home, ["undo", id, "--approve", digest]);
    expect(staging.writes).toHaveLength(2);
    const document = await json("show", id);
    expect(document.proposals.find((proposal) => proposal.id === "scale-up")?.status).toBe("undone");
    expect(document.proposals.map(({ plan }) => plan.undo === null)).toEqual([false, true]);

    const again = await runBigops(home, ["undo", id]);
    expect(again.exitCode).toBe(7);
    expect(staging.writes).toHaveLength(2);
  });

  it("says where there is nothing to undo", async () => {
    await begin("none");
    const { stdout } = await runBigops(home, ["run", "feature-store-down"]);
    const { stderr, exitCode } = await runBigops(home, ["undo", runIdIn(stdout)]);
    expect(exitCode).toBe(7);
    expect(stderr).toMatch(/nothing to undo/);
    const asked = await runBigops(home, ["undo", runIdIn(stdout), "--output", "json"]);
    expect(asked.exitCode).toBe(7);
    expect(JSON.parse(asked.stdout)).toMatchObject({
      schema: "bigops.run/v1",
      outcome: "refused",
      exitCode: 7,
      error: { message: expect.stringMatching(/nothing to undo/) },
    });
  });
});

describe("a second terminal", () => {
  it("shows the run that the first holds, and acknowledges it: nobody else is paged", async () => {
    await begin("bad-rollout");
    terminal = openTerminal(home, ["run", "feature-store-down"]);
    await terminal.waitFor(/Apply this change/);
    const id = runIdIn(terminal.text());
    expect((await json("show", id)).outcome).toBe("awaiting-approval");

    const { stdout, exitCode } = await runBigops(home, ["ack", id]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/acknowledged/);
    expect((await json("show", id)).escalation.map((step) => step.status)).toEqual(["acknowledged", "acknowledged"]);
    expect(staging.pages).toEqual([]);
  });

  it("may not take the run over while the first lives", async () => {
    await begin("bad-rollout");
    terminal = openTerminal(home, ["run", "feature-store-down"]);
    await terminal.waitFor(/Apply this change/);
    const { stderr, exitCode } = await runBigops(home, ["resume", runIdIn(terminal.text())]);
    expect(exitCode).toBe(7);
    expect(stderr).toMatch(/another process holds/);
  });

  it("takes it over when the first was killed", async () => {
    await begin("bad-rollout");
    terminal = openTerminal(home, ["run", "feature-store-down"]);
    await terminal.waitFor(/Apply this change/);
    const id = runIdIn(terminal.text());
    terminal.kill();
    await terminal.ended();
    const { stdout, exitCode } = await runBigops(home, ["resume", id]);
    expect(exitCode).toBe(4);
    expect(stdout).toContain(id);
  });
});

describe("escalation", () => {
  it("escalate now pages the next step at once, and an acknowledgement says so to the pager", async () => {
    await begin("bad-rollout");
    terminal = openTerminal(home, ["run", "feature-store-down"]);
    await terminal.waitFor(/Apply this change/);
    const id = runIdIn(terminal.text());
    terminal.press(keys.up, keys.up, keys.enter);
    await terminal.waitFor(/paged secondary/);
    expect(staging.pages).toHaveLength(1);
    expect(staging.pages[0]?.body).toMatchObject({ event_action: "trigger", dedup_key: `${id}/step-1` });
    await runBigops(home, ["ack", id]);
    await terminal.waitFor(/acknowledged/);
    await expect.poll(() => staging.pages.map(({ body }) => body["event_action"])).toEqual(["trigger", "acknowledge"]);
  });
});

describe("what is kept", () => {
  it("show, why and runs tell it again, and the journal proves itself", async () => {
    await begin("bad-rollout-ready");
    const { stdout } = await runBigops(home, ["run", "feature-store-down", "--dry-run"]);
    const id = runIdIn(stdout);
    const shown = await runBigops(home, ["show", id]);
    expect(shown.stdout.trim()).toBe(stdout.trim());

    const why = await runBigops(home, ["why", id, "error-rate"]);
    expect(why.exitCode).toBe(0);
    expect(why.stdout).toMatch(/error-rate fail: [\d.]+ % of lookups fail \(limit 10 %\)/);
    expect(why.stdout).toMatch(/would flip +a value not > 10 %/);
    expect(why.stdout).not.toContain("kv-endpoints");
    expect(why.stdout).not.toMatch(/cause bad-rollout/);

    const all = await runBigops(home, ["why", id]);
    const told = all.stdout.replaceAll(/\s+/g, " ");
    expect(told).toMatch(/cause bad-rollout holds: [^;]*rollout/);
    expect(told).toMatch(/cause kv-store-down does not hold: kv\.fail is false/);

    const runs = await runBigops(home, ["runs"]);
    expect(runs.stdout).toMatch(new RegExp(`^${id} +ended +problem +feature-store-down +staging`, "m"));

    const verified = await runBigops(home, ["runs", "verify", id]);
    expect(verified.stdout).toMatch(new RegExp(`^run ${id}: \\d+ events, unbroken`));

    const journal = join(home.stateDir, "runs", id, "journal.jsonl");
    const whole = readFileSync(journal, "utf8");
    const spoilt = whole.split("\n").map((line, at) => (at === 4 || at === 6 ? line.replace("atMs", "atMS") : line));
    writeFileSync(journal, spoilt.join("\n"));
    const damaged = await runBigops(home, ["runs", "verify", id]);
    expect([damaged.exitCode, damaged.stderr]).toEqual([
      2,
      expect.stringContaining("line 5 (sequence 4) is damaged, its text does not match its hash"),
    ]);
    writeFileSync(journal, whole);

    const unknown = await runBigops(home, ["why", id, "podz"]);
    expect(unknown.exitCode).toBe(2);
    expect(unknown.stderr).toMatch(/Did you mean "pods"\?/);
  });
});

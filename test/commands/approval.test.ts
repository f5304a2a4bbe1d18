import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { RunDocument } from "../../src/core/document/run-document.ts";
import { makeHome, type Home } from "./harness/home.ts";
import { runBigops } from "./harness/run-bigops.ts";
import { runIdIn } from "./harness/run-id-in.ts";
import { startStaging, type Staging, type StagingOptions } from "./harness/staging.ts";
import { keys, openTerminal } from "./harness/terminal.ts";
import { startBigops } from "./harness/waiting-bigops.ts";

let home: Home;
let staging: Staging;

async function begin(options: StagingOptions): Promise<void> {
  home = makeHome();
  staging = await startStaging(home, options);
}

afterEach(async () => {
  await staging.close();
  home.remove();
});

function approveCommand(text: string): readonly string[] {
  const [, id, digest] = /bigops resume (\S+) --approve\s+([0-9a-f]+)/.exec(text) ?? [];
  if (id === undefined || digest === undefined) throw new Error(`no approval is offered in:\n${text}`);
  return ["resume", id, "--approve", digest];
}

describe("without a terminal", () => {
  it("prints the command that approves, ends with 4, and changes nothing; that command applies and verifies", async () => {
    await begin({ fault: "bad-rollout" });
    const proposed = await runBigops(home, ["run", "feature-store-down"]);
    expect(proposed.exitCode).toBe(4);
    expect(proposed.stdout).toContain("Awaiting approval: nothing was changed.");
    expect([...staging.writes, ...staging.leases]).toEqual([]);

    const command = approveCommand(proposed.stdout);
    const applied = await runBigops(home, [...command, "--output", "json"]);
    const document = JSON.parse(applied.stdout) as RunDocument;
    expect(document.outcome).toBe("resolved");
    expect(applied.exitCode).toBe(0);
    expect(staging.writes).toHaveLength(1);
    expect(document.proposals[0]).toMatchObject({
      id: "rollback",
      status: "verified",
      verification: { passes: 3, needed: 3 },
      lease: { namespace: "ml", status: "released", epoch: 1 },
    });
    const lease = JSON.parse(staging.leases.at(-1)?.body ?? "{}") as {
      metadata: { annotations: object };
      spec: object;
    };
    expect(JSON.stringify(lease.metadata.annotations)).toMatch(/Deployment ml\/feature-api.*rollback.*verified/);
    expect(lease.spec).not.toHaveProperty("holderIdentity");

    // An ended run changes nothing: the same command prints its document again.
    const again = await runBigops(home, command);
    expect(again.exitCode).toBe(0);
    expect(again.stdout).toContain("Resolved");
    expect(staging.writes).toHaveLength(1);
  });

  it.each(["y\n", "y\n".repeat(1_000), "\r\n", "apply\n"])("an answer piped in approves nothing: %j", async (stdin) => {
    await begin({ fault: "bad-rollout" });
    const { exitCode } = await runBigops(home, ["run", "feature-store-down"], { stdin });
    expect(exitCode).toBe(4);
    expect(staging.writes).toEqual([]);
  });

  it("is approved once: who approves it a second time is refused, and that is no matter of the first one's", async () => {
    await begin({ fault: "bad-rollout" });
    const command = approveCommand((await runBigops(home, ["run", "feature-store-down"])).stdout);
    const first = startBigops(home, [...command, "--output", "json"]);
    try {
      await first.until("stderr", /looking once more before the change/);
      const second = await runBigops(home, command);
      expect([second.exitCode, second.stderr]).toEqual([7, expect.stringMatching(/no longer open|approved already/)]);
      expect(await first.ended).toBe(0);
      expect(JSON.parse(first.printed.stdout)).toMatchObject({ outcome: "resolved", exitCode: 0 });
      expect(staging.writes).toHaveLength(1);
    } finally {
      first.kill();
    }
  });

  it("refuses a digest that is none of the run's, and one that is too short", async () => {
    await begin({ fault: "bad-rollout" });
    const { stdout } = await runBigops(home, ["run", "feature-store-down"]);
    const id = runIdIn(stdout);
    const other = await runBigops(home, ["resume", id, "--approve", "0123456789abcdef"]);
    expect(other.exitCode).toBe(7);
    expect(other.stderr).toContain(
      `nothing was approved: no proposal of run ${id} has a digest that begins with 0123456789abcdef`,
    );
    expect(other.stderr).toContain(approveCommand(stdout).join(" "));
    expect(other.stdout + other.stderr).not.toContain("undone");
    const short = await runBigops(home, ["resume", id, "--approve", "0123"]);
    expect(short.exitCode).toBe(2);
    expect(staging.writes).toEqual([]);
  });

  it("a protected environment takes no approval", async () => {
    await begin({ fault: "bad-rollout", protected: true });
    const proposed = await runBigops(home, ["run", "feature-store-down"]);
    const refused = await runBigops(home, approveCommand(proposed.stdout));
    expect(refused.exitCode).toBe(7);
    expect(refused.stderr).toMatch(/protected/);
    expect(staging.writes).toEqual([]);
  });

  it("a read-only environment proposes and never asks", async () => {
    await begin({ fault: "bad-rollout", readOnly: true });
    const { stdout, exitCode } = await runBigops(home, ["run", "feature-store-down"]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain("roll feature-api back to revision 13");
    expect(stdout).not.toContain("--approve");
    expect(staging.writes).toEqual([]);
  });

  it("with --state-dir prints a command that finds the run, for a shell in any folder", async () => {
    await begin({ fault: "bad-rollout" });
    const folder = join(home.cwd, "runs of june");
    const proposed = await runBigops(home, ["run", "feature-store-down", "--state-dir", "runs of june"]);
    const printed = proposed.stdout.replaceAll(/ \\\n +/g, " ");
    const [, id, digest] = /bigops resume (\S+) --approve ([0-9a-f]{12}) --state-dir '([^']+)'$/m.exec(printed) ?? [];
    expect(printed).toContain(`bigops resume ${id} --approve ${digest} --state-dir '${folder}'\n`);
    const command = ["resume", id ?? "", "--approve", digest ?? "", "--state-dir", folder];
    const applied = await runBigops(home, command, { cwd: home.path });
    expect(applied.exitCode).toBe(0);
    expect(applied.stdout.replaceAll(/ \\\n +/g, " ")).toContain(
      `bigops undo ${id} rollback --state-dir '${folder}'\n`,
    );
  });

  it("with --wait says at once what is to be approved and how, stays, and takes that from another process", async () => {
    await begin({ fault: "bad-rollout" });
    const waiting = startBigops(home, ["run", "feature-store-down", "--wait"]);
    try {
      const screen = await waiting.until("stdout", /--approve\s+[0-9a-f]{12}/);
      expect(screen).toContain("Cause     a release broke feature-api");
      expect(screen).toContain("Awaiting approval: nothing was changed.");
      const told = await runBigops(home, approveCommand(screen));
      expect(told.exitCode).toBe(0);
      expect(await waiting.ended).toBe(0);
      expect(waiting.printed.stdout).toContain("Resolved: the symptoms are gone, verified.");
      expect(waiting.printed.stdout.match(/Awaiting approval/g)).toHaveLength(1);
      expect(staging.writes).toHaveLength(1);
    } finally {
      waiting.kill();
    }
  });

  it("with --wait and JSON tells it on stderr in a few lines: stdout is the final document alone", async () => {
    await begin({ fault: "bad-rollout" });
    const waiting = startBigops(home, ["run", "feature-store-down", "--wait", "--output", "json"]);
    try {
      const lines = await waiting.until("stderr", /bigops show fsd-\w+\n/);
      expect(lines).toMatch(/^bigops: run fsd-\w+ in staging: a release broke feature-api$/m);
      expect(lines).toMatch(
        /^bigops: proposal rollback: roll feature-api back to revision 13, digest [0-9a-f]{64}; awaits approval until \d\d:\d\d:\d\d$/m,
      );
      expect(lines).toMatch(/^bigops: approve rollback: bigops resume fsd-\w+ --approve [0-9a-f]{12}$/m);
      expect(lines.trimEnd().split("\n").length).toBeLessThan(10);
      const told = await runBigops(home, approveCommand(lines));
      expect(told.exitCode).toBe(0);
      expect(await waiting.ended).toBe(0);
      expect((JSON.parse(waiting.printed.stdout) as RunDocument).outcome).toBe("resolved");
      expect(staging.writes).toHaveLength(1);
    } finally {
      waiting.kill();
    }
  });
});

describe("an environment that is configured otherwise since", () => {
  it.each([
    ["read-only", "bigops.yaml", /"readOnly": false/, '"readOnly": true', 7, /read-only by now/],
    ["protected", "bigops.yaml", /"protected": false/, '"protected": true', 7, /is protected by now/],
    [
      "of another namespace",
      "kubeconfig",
      /"namespace": "ml"/,
      '"namespace": "elsewhere"',
      2,
      /another namespace by now/,
    ],
  ])("%s: nothing is changed", async (_, file, from, to, exitCode, said) => {
    await begin({ fault: "bad-rollout" });
    const proposed = await runBigops(home, ["run", "feature-store-down"]);
    const path = join(home.cwd, file);
    const before = readFileSync(path, "utf8");
    expect(before).toMatch(from);
    writeFileSync(path, before.replace(from, to));
    const refused = await runBigops(home, approveCommand(proposed.stdout));
    expect(refused.stdout + refused.stderr).toMatch(said);
    expect(refused.exitCode).toBe(exitCode);
    expect(staging.writes).toEqual([]);
  });
});

it("protected since: the report tells of the run, and that it was refused, as where it was protected from the beginning", async () => {
  await begin({ fault: "bad-rollout" });
  const proposed = await runBigops(home, ["run", "feature-store-down"]);
  const path = join(home.cwd, "bigops.yaml");
  writeFileSync(path, readFileSync(path, "utf8").replace('"protected": false', '"protected": true'));
  const { stdout } = await runBigops(home, [...approveCommand(proposed.stdout), "--output", "json"]);
  expect(JSON.parse(stdout)).toMatchObject({
    schema: "bigops.run/v1",
    run: { id: runIdIn(proposed.stdout), endedAt: null },
    outcome: "refused",
    exitCode: 7,
    error: {
      message: expect.stringContaining("is protected by now"),
      hint: expect.stringContaining("needs a terminal"),
    },
  });
});

describe("a run that another process holds, in an environment that is configured otherwise since", () => {
  it.each([
    ["protected, also where the cluster cannot be reached from here", "protected", "", 7, /is protected by now/],
    ["read-only", "readOnly", null, 7, /is read-only by now/],
  ])("%s: it is not told of an approval", async (_, key, kubeconfig, exitCode, said) => {
    await begin({ fault: "bad-rollout" });
    const waiting = startBigops(home, ["run", "feature-store-down", "--wait"]);
    try {
      const screen = await waiting.until("stdout", /--approve\s+[0-9a-f]{12}/);
      const path = join(home.cwd, "bigops.yaml");
      const before = readFileSync(path, "utf8");
      expect(before).toContain(`"${key}": false`);
      writeFileSync(path, before.replace(`"${key}": false`, `"${key}": true`));
      if (kubeconfig !== null) writeFileSync(join(home.cwd, "kubeconfig"), kubeconfig);
      const told = await runBigops(home, approveCommand(screen));
      expect(told.stdout + told.stderr).toMatch(said);
      expect(told.exitCode).toBe(exitCode);
      expect(staging.writes).toEqual([]);
    } finally {
      waiting.kill();
    }
  });
});

describe("a protected environment on a terminal", () => {
  it("wants its name typed: a wrong one goes back to the question, the right one applies", async () => {
    await begin({ fault: "bad-rollout", protected: true });
    const terminal = openTerminal(home, ["run", "feature-store-down"]);
    try {
      await terminal.waitFor(/Apply this change to staging\?/);
      terminal.press(keys.down, keys.enter);
      await terminal.waitFor(/Type its name/);
      terminal.press("prod", keys.enter);
      await terminal.waitFor(/nothing was approved/);
      await terminal.waitFor(/❯ no, skip/);
      expect(staging.writes).toEqual([]);
      terminal.press(keys.down, keys.enter);
      await terminal.waitFor(/Type its name to apply:(?![\s\S]*nothing was approved)/);
      terminal.press("staging", keys.enter);
      expect(await terminal.ended(60_000)).toBe(0);
      expect(staging.writes).toHaveLength(1);
    } finally {
      terminal.kill();
    }
  });
});

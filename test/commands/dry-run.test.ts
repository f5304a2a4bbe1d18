import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { RunDocument } from "../../src/core/document/run-document.ts";
import { makeHome } from "./harness/home.ts";
import { runBigops } from "./harness/run-bigops.ts";
import { steady } from "./harness/steady.ts";
import { startBigops } from "./harness/waiting-bigops.ts";
import { openTerminal } from "./harness/terminal.ts";

const home = makeHome();
afterAll(() => home.remove());

function dryRun(fault: string, ...more: readonly string[]): readonly string[] {
  return ["run", "feature-store-down", "--env", "sandbox", "--fault", fault, "--dry-run", ...more];
}

describe("a dry run on the sandbox", () => {
  it.each([
    ["none", 0],
    ["bad-rollout", 1],
    ["kv-store-down", 1],
  ])("of %s tells the story and ends with %d", async (fault, code) => {
    const { stdout, stderr, exitCode } = await runBigops(home, dryRun(fault));
    await expect(steady(stdout)).toMatchFileSnapshot(`transcripts/dry-run.${fault}.txt`);
    expect(stderr).toBe("");
    expect(exitCode).toBe(code);
  });

  it("names the permission that is missing, once for all checks that lack it", async () => {
    const { stdout, exitCode } = await runBigops(home, dryRun("forbidden"));
    expect(exitCode).toBe(3);
    expect(stdout).toMatch(/^ {2}! pods +error: list \S+ in namespace ml/m);
    expect(stdout).toMatch(/not\s+allowed \(403\)/);
    expect(stdout).toMatch(/kubectl\s+--kubeconfig [^!]+auth\s+can-i\s+list/);
    expect(stdout).toMatch(/^ {2}! \S+ +error: the same as \S+$/m);
    expect(stdout).toContain("Inconclusive: no symptom fails, but 1 of 4 could not be told.");
  });

  it("says why a failover that would help is not proposed", async () => {
    const { stdout, exitCode } = await runBigops(home, dryRun("kv-and-replica-down", "--output", "json"));
    expect(exitCode).toBe(1);
    const { causes, proposals, unavailable } = JSON.parse(stdout) as RunDocument;
    expect(causes.map(({ id }) => id)).toContain("kv-store-down");
    expect(proposals).toEqual([]);
    expect(unavailable.map(({ id, cause }) => [id, cause])).toEqual([["failover-kv", "kv-store-down"]]);
    expect(unavailable[0]?.reason).toMatch(/^not proposed, its requirement is not met: kv_replica\.pass is false/);
  });

  it("says how it goes on when it was interrupted", async () => {
    const slow = startBigops(home, dryRun("slow"));
    try {
      // It is recorded once it is listed.
      while (!(await runBigops(home, ["runs"])).stdout.includes("open")) expect(slow.printed.stdout).toBe("");
      slow.interrupt();
      expect(await slow.ended).toBe(130);
      expect(slow.printed.stdout).toMatch(/Interrupted: the run is kept\.\n {2}go on with: bigops resume fsd-\w{4}\n/);
    } finally {
      slow.kill();
    }
  });

  it("asks only what it was told to, and says what it left out", async () => {
    const { stdout, exitCode } = await runBigops(home, dryRun("bad-rollout", "--check", "kv", "--check", "rollout"));
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/not asked for: error-rate, pods, kv-endpoints, logs/);
    expect(stdout).toMatch(/Healthy as far as asked: 1 of 4 symptoms/);
  });

  it("says with -v from where it was seen and how to ask by hand", async () => {
    const { stdout } = await runBigops(home, dryRun("none", "-v"));
    expect(stdout).toMatch(/seen: .+, in \d+ ms/);
    expect(stdout).toMatch(/same as: kubectl [^:]*get pods/);
    expect(stdout).toMatch(/same as: curl /);
  });

  it("keeps the run for its owner only", async () => {
    const own = makeHome();
    try {
      await runBigops(own, dryRun("none"));
      const { stdout } = await runBigops(own, ["runs", "--output", "json"]);
      const [run] = JSON.parse(stdout) as { id: string; outcome: string }[];
      expect(run?.outcome).toBe("healthy");
      const folder = join(own.stateDir, "runs", run?.id ?? "");
      expect(statSync(folder).mode & 0o777).toBe(0o700);
      expect(statSync(join(folder, "journal.jsonl")).mode & 0o777).toBe(0o600);
    } finally {
      own.remove();
    }
  });
});

describe("machine formats", () => {
  it("json: one document on stdout, the screen on stderr", async () => {
    const { stdout, stderr, exitCode } = await runBigops(home, dryRun("bad-rollout", "--output", "json"));
    const document = JSON.parse(stdout) as RunDocument;
    expect(exitCode).toBe(1);
    expect(document).toMatchObject({
      schema: "bigops.run/v1",
      outcome: "problem",
      exitCode: 1,
      run: { mode: "dry-run", environment: "sandbox" },
    });
    expect(document.checks.map(({ id, verdict }) => `${id} ${verdict}`)).toEqual([
      "error-rate fail",
      "pods fail",
      "kv pass",
      "kv-endpoints pass",
      "rollout pass",
      "logs pass",
      "kv-replica pass",
      "kv-replica-endpoints pass",
    ]);
    expect(document.causes[0]?.id).toBe("bad-rollout");
    expect(document.proposals.map(({ id, digest, expiresAt, status }) => ({ id, digest, expiresAt, status }))).toEqual([
      { id: "rollback", digest: null, expiresAt: null, status: "proposed" },
    ]);
    expect(stderr).toContain("Problem: 2 symptoms fail.");
  });

  it("a file beside the screen: JUnit counts the symptoms", async () => {
    const { stdout, exitCode } = await runBigops(
      home,
      dryRun("bad-rollout", "--output", "text", "--output", "junit=report.xml"),
    );
    expect(exitCode).toBe(1);
    expect(stdout).toContain("Feature store down");
    const path = join(home.cwd, "report.xml");
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, "utf8")).toMatch(
      /<testsuite name="feature-store-down" [^>]*tests="8" failures="2" errors="0" skipped="0"/,
    );
  });

  it("JUnit: what could not be told is an error, what was left out is skipped", async () => {
    const { stdout } = await runBigops(
      home,
      dryRun("forbidden", "--check", "pods", "--check", "kv", "--output", "junit"),
    );
    expect(stdout).toMatch(/tests="8" failures="0" errors="1" skipped="6"/);
  });

  it("events: a line each, as they happen, from the beginning", async () => {
    const { stdout } = await runBigops(home, dryRun("none", "--output", "events"));
    const events = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { type: string; atMs: number });
    expect(events.slice(0, 2).map(({ type }) => type)).toEqual(["started", "session"]);
    expect(events.filter(({ type }) => type === "checked")).toHaveLength(8);
    expect(events.map(({ atMs }) => atMs)).toEqual(events.map(({ atMs }) => atMs).toSorted((a, b) => a - b));
  });
});

describe("colour and alphabet", () => {
  it("has no escape on a pipe", async () => {
    const { stdout, stderr } = await runBigops(home, dryRun("bad-rollout"));
    expect(stdout + stderr).not.toContain("\u001B");
  });

  it("has colour on a terminal, and none with NO_COLOR", async () => {
    const painted = openTerminal(home, dryRun("bad-rollout"));
    await painted.ended();
    expect(painted.raw()).toContain("\u001B[31m✗");
    const plain = openTerminal(home, dryRun("bad-rollout"), { env: { NO_COLOR: "1" } });
    await plain.ended();
    expect(plain.raw()).toContain("✗");
    // Only the cursor moves that redraw the progress are left.
    expect(plain.raw()).not.toMatch(/\u001B\[[\d;]*m/);
  });

  it("is ASCII where the locale is", async () => {
    const { stdout } = await runBigops(home, dryRun("bad-rollout"), { env: { LANG: "C" } });
    expect(stdout).toMatch(/^[\n\x20-\x7e]*$/);
    expect(stdout).toMatch(/^ {2}FAIL error-rate/m);
  });

  it.each([40, 80, 200])("on a terminal of %d columns no line is wrapped by the terminal", async (columns) => {
    const terminal = openTerminal(home, dryRun("bad-rollout"), { columns });
    await terminal.ended();
    // The path of a kubeconfig is one word to a shell, and may not be broken where it is longer than a narrow terminal is wide.
    expect(terminal.wrappedRows()).toBe(columns < 80 ? 1 : 0);
    expect(terminal.text()).toContain("Problem: 2 symptoms fail.");
  });
});

import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, describe, expect, it } from "vitest";
import { makeHome } from "./harness/home.ts";
import { program } from "./harness/program.ts";
import { runBigops } from "./harness/run-bigops.ts";

const home = makeHome();
afterAll(() => home.remove());
const dryRun = ["run", "feature-store-down", "--env", "sandbox", "--dry-run"];
const STACK = /\n\s+at \S+ \(|node:events|Unhandled/;

function exitOf(child: ReturnType<typeof spawn>): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
}

describe("who reads stdout goes away", () => {
  it("the run goes on to its end, and its code is what it was", async () => {
    const args = [...dryRun, "--output", "events", "--fault", "bad-rollout"];
    const child = spawn(process.execPath, [program(), ...args], {
      cwd: home.cwd,
      env: home.env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.stdout.once("data", () => child.stdout.destroy());
    const [stderr, code] = await Promise.all([text(child.stderr), exitOf(child)]);
    expect(stderr).not.toMatch(STACK);
    expect(stderr).toContain("Problem: 2 symptoms fail.");
    expect(code).toBe(1);
    const { stdout } = await runBigops(home, ["runs"]);
    expect(stdout).toMatch(/ended +problem/);
  });
});

// Linux has a file that is always full.
describe.skipIf(!existsSync("/dev/full"))("a full disk behind a redirection", () => {
  async function withFull(stream: "stdout" | "stderr", args: readonly string[]) {
    const full = openSync("/dev/full", "w");
    try {
      const stdio = stream === "stdout" ? (["ignore", full, "pipe"] as const) : (["ignore", "pipe", full] as const);
      const child = spawn(process.execPath, [program(), ...args], { cwd: home.cwd, env: home.env, stdio: [...stdio] });
      const other = stream === "stdout" ? child.stderr : child.stdout;
      const [told, code] = await Promise.all([other === null ? "" : text(other), exitOf(child)]);
      return { told, code };
    } finally {
      closeSync(full);
    }
  }

  it.each([["--version"], ["list"], dryRun, [...dryRun, "--output", "json"]])(
    "of stdout is said in words: %s",
    async (...args) => {
      const { told, code } = await withFull("stdout", args);
      expect(told).toMatch(/bigops: cannot write the result to stdout: the disk is full/);
      expect(told.match(/the disk is full/g)).toHaveLength(1);
      expect(told).not.toMatch(STACK);
      expect(code).toBe(2);
    },
  );

  it("of stderr keeps nothing from the result", async () => {
    const { told, code } = await withFull("stderr", [...dryRun, "--output", "json"]);
    expect(JSON.parse(told)).toMatchObject({ outcome: "healthy" });
    expect(code).toBe(0);
  });
});

describe("an error that nothing expected", () => {
  it("is a defect in one line, not a stack", async () => {
    const file = join(home.path, "boom.mjs");
    writeFileSync(
      file,
      'import { isMainThread } from "node:worker_threads";\nif (isMainThread) setTimeout(() => { throw new TypeError("boom"); }, 200);\n',
    );
    const { stderr, exitCode } = await runBigops(home, [...dryRun, "--fault", "slow"], {
      env: { NODE_OPTIONS: `--import=${file}` },
    });
    expect(stderr).toMatch(/bigops: a defect of bigops: TypeError: boom/);
    expect(stderr).not.toMatch(STACK);
    expect(exitCode).toBe(70);
  });
});

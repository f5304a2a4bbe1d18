import { chmodSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { makeHome } from "./harness/home.ts";
import { runBigops } from "./harness/run-bigops.ts";

const home = makeHome();
const folder =
  process.platform === "darwin" ? join(homedir(), "Library", "Caches", "bigops") : join(home.path, "cache", "bigops");
const code = join(folder, "list.code");
afterAll(() => home.remove());

/** What a person sees of `bigops list`. */
async function list(): Promise<unknown> {
  const { exitCode, stdout, stderr } = await runBigops(home, ["list"]);
  return { exitCode, stdout, stderr };
}

describe("the start of a command", () => {
  beforeEach(() => rmSync(code, { force: true }));

  it("keeps its compiled code once, and goes on with it", async () => {
    const first = await list();
    const { mtimeMs, mode } = statSync(code);
    expect(mode & 0o777).toBe(0o600);
    const second = await list();
    expect(second).toEqual(first);
    expect(first).toMatchObject({ exitCode: 0, stderr: "" });
    expect(statSync(code).mtimeMs).toBe(mtimeMs);
  });

  it("keeps more once a process came to call more than the first one did", async () => {
    const other = makeHome();
    writeFileSync(
      join(other.cwd, "r.yaml"),
      'name: r\ntitle: r\nseverity: P3\ninvestigation:\n  - { id: a, title: a, command: { run: ["true"] } }\n',
    );
    const kept = join(other.path, "cache", "bigops", "run.code");
    expect((await runBigops(other, ["run", "no-such"])).exitCode).toBe(2);
    const { size } = statSync(kept);
    await runBigops(other, ["run", "./r.yaml", "--dry-run"]);
    expect(statSync(kept).size).toBeGreaterThan(size * 1.1);
    const { mtimeMs } = statSync(kept);
    for (const _ of [3, 4]) await runBigops(other, ["run", "./r.yaml", "--dry-run"]);
    expect(statSync(kept).mtimeMs).toBe(mtimeMs);
    other.remove();
  });

  it("does without code that is damaged, and keeps it anew", async () => {
    const first = await list();
    const whole = readFileSync(code);
    writeFileSync(
      code,
      whole.map((byte, at) => (at % 4096 === 4095 ? byte ^ 255 : byte)),
    );
    expect(await list()).toEqual(first);
    expect(readFileSync(code).subarray(0, 40)).toEqual(whole.subarray(0, 40));
  });

  it("does without a folder that it may not write to", async () => {
    const first = await list();
    rmSync(code);
    chmodSync(folder, 0o777);
    expect(await list()).toEqual(first);
    expect(existsSync(code)).toBe(false);
    chmodSync(folder, 0o700);
  });

  it("keeps nothing where Node's own switch says so", async () => {
    const here = { ...home, env: { ...home.env, NODE_DISABLE_COMPILE_CACHE: "1" } };
    expect((await runBigops(here, ["list"])).exitCode).toBe(0);
    expect(existsSync(code)).toBe(false);
  });
});

import { chmodSync, mkdtempSync, rmSync, writeFileSync, existsSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { beforeEach, describe, expect, it } from "vitest";
import { openShell } from "../../../src/clients/shell/open-shell.ts";
import { failureOf, soon } from "../failure.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "bigops-shell-"));
  return () => rmSync(folder, { recursive: true, force: true });
});

function shell(allow: readonly string[], timeoutMs = 10_000) {
  return openShell({ allow, env: { PATH: process.env["PATH"], HOME: "/home/alice", PD_KEY: "hunter22" }, timeoutMs });
}

describe("a command", () => {
  it("gets its arguments as they are: no shell looks at them", async () => {
    const result = await shell(["printf"]).run(["printf", "%s|", "$HOME", "; touch x", "*", "a b", ""], soon());
    expect(result).toMatchObject({ exitCode: 0, stdout: "$HOME|; touch x|*|a b||", stderr: "", truncated: false });
    expect(result.durationMs).toBeGreaterThan(0);
  });

  it("keeps its exit code and its error output", async () => {
    expect(await shell(["ls"]).run(["ls", join(folder, "nope")], soon())).toMatchObject({ exitCode: 2, stdout: "" });
  });

  it("finds its standard input closed", async () => {
    expect(await shell(["cat"]).run(["cat"], soon())).toMatchObject({ exitCode: 0, stdout: "" });
  });

  it("sees a few harmless variables and no secret", async () => {
    const { stdout } = await shell(["env"]).run(["env"], soon());
    const names = stdout.split("\n").map((line) => line.split("=")[0]);
    expect(names).toContain("HOME");
    expect(stdout).not.toContain("hunter22");
    for (const name of names) expect(["", "PATH", "HOME", "_", "PWD", "SHLVL"]).toContain(name);
  });

  it("is cut at 1 MB of output", async () => {
    const result = await shell(["yes"]).run(["yes"], soon());
    expect(result.truncated).toBe(true);
    expect(result.stdout.length).toBeLessThanOrEqual(1024 * 1024);
  });
});

describe("what may be started", () => {
  it.each([
    ["sh", ["kubectl"]],
    ["kubectl", []],
    ["./kubectl", ["kubectl"]],
    ["/usr/bin/kubectl", ["kubectl"]],
    ["kubectl", ["/usr/bin/kubectl"]],
    ["kubectl ", ["kubectl"]],
    ["", [""]],
  ])("is not %j when the environment allows %j", async (program, allow) => {
    const error = await failureOf(shell(allow).run([program, "x"], soon()));
    expect(error.code).toBe("not-allowed");
    expect(error.hint).toContain("commands.allow");
  });

  it("is a program under its exact path", async () => {
    const program = join(folder, "tool");
    writeFileSync(program, "#!/bin/sh\necho here\n");
    chmodSync(program, 0o755);
    expect(await shell([program]).run([program], soon())).toMatchObject({ stdout: "here\n" });
  });

  it("must be there", async () => {
    const error = await failureOf(shell(["no-such-program"]).run(["no-such-program"], soon()));
    expect(error.code).toBe("unreachable");
    expect(error.message).toContain("not installed");
  });

  it("is nothing at all for an empty command", async () => {
    expect(await failureOf(shell(["x"]).run([], soon()))).toMatchObject({ code: "not-allowed" });
  });
});

describe("a command that does not end", () => {
  it("is ended at its limit", async () => {
    const error = await failureOf(shell(["sleep"], 100).run(["sleep", "60"], soon()));
    expect(error.code).toBe("timeout");
  });

  it("is ended with its signal, together with what it started", async () => {
    const pidFile = join(folder, "pid");
    const program = join(folder, "parent");
    writeFileSync(program, `#!/bin/sh\nsleep 60 &\necho $! > ${pidFile}\nwait\n`);
    chmodSync(program, 0o755);
    const stop = new AbortController();
    const running = failureOf(shell([program]).run([program], stop.signal));
    while (!existsSync(pidFile) || readFileSync(pidFile, "utf8") === "") await pause(10);
    stop.abort();
    expect(await running).toMatchObject({ code: "aborted" });
    const child = Number(readFileSync(pidFile, "utf8"));
    await expect.poll(() => isRunning(child)).toBe(false);
  });

  it("is ended though it does not listen, which nobody waits for", async () => {
    const pidFile = join(folder, "pid");
    const program = join(folder, "stubborn");
    writeFileSync(program, `#!/bin/sh\ntrap '' TERM\necho $$ > ${pidFile}\nwhile :; do sleep 0.1; done\n`);
    chmodSync(program, 0o755);
    const error = await failureOf(shell([program], 500).run([program], soon()));
    expect(error).toMatchObject({ code: "timeout", message: "stubborn did not end in time (at most 0.5 s)" });
    const pid = Number(readFileSync(pidFile, "utf8"));
    expect(isRunning(pid)).toBe(true);
    await expect.poll(() => isRunning(pid), { timeout: 10_000 }).toBe(false);
  });

  it("that a check's own limit ended says so at once, and names no other limit", async () => {
    const error = await failureOf(shell(["sleep"]).run(["sleep", "60"], AbortSignal.timeout(50)));
    expect(error).toMatchObject({ code: "timeout", message: "sleep did not end in time" });
  });

  it("is never started for a signal that has come already", async () => {
    const marker = join(folder, "marker");
    await failureOf(shell(["touch"]).run(["touch", marker], AbortSignal.abort()));
    expect(existsSync(marker)).toBe(false);
  });
});

/** A zombie is no longer running: its parent has not collected it yet. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import type { Home } from "./home.ts";
import { program } from "./program.ts";

export interface Ended {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
}

export interface Invocation {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** What is piped in; nothing by default. Never a terminal. */
  readonly stdin?: string;
  /** Ends the process with SIGKILL, so that a hang is a failure of its own test. */
  readonly timeoutMs?: number;
}

/** One command without a terminal, from its start to its end. */
export async function runBigops(home: Home, args: readonly string[], more: Invocation = {}): Promise<Ended> {
  const { env = {}, cwd = home.cwd, stdin = "", timeoutMs = 45_000 } = more;
  const startedMs = performance.now();
  const child = spawn(process.execPath, [program(), ...args], {
    cwd,
    env: { ...home.env, ...env },
    stdio: ["pipe", "pipe", "pipe"],
    timeout: timeoutMs,
    killSignal: "SIGKILL",
  });
  // A program that does not read its input may be gone before all of it is written.
  child.stdin.on("error", () => {});
  child.stdin.end(stdin);
  const [stdout, stderr, end] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<{ exitCode: number | null; signal: NodeJS.Signals | null }>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (exitCode, signal) => resolve({ exitCode, signal }));
    }),
  ]);
  return { ...end, stdout, stderr, durationMs: performance.now() - startedMs };
}

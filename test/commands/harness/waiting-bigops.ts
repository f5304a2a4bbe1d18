import { spawn } from "node:child_process";
import type { Home } from "./home.ts";
import { program } from "./program.ts";

/** A command without a terminal that goes on, with what it has printed so far. */
export interface WaitingBigops {
  readonly printed: { readonly stdout: string; readonly stderr: string };
  /** What stdout or stderr holds once this is in it; rejects where the command ends, or 40 s pass, without. */
  until(stream: "stdout" | "stderr", wanted: RegExp): Promise<string>;
  readonly ended: Promise<number | null>;
  interrupt(): void;
  kill(): void;
}

export function startBigops(home: Home, args: readonly string[]): WaitingBigops {
  const child = spawn(process.execPath, [program(), ...args], {
    cwd: home.cwd,
    env: home.env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const printed = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const)
    child[stream].setEncoding("utf8").on("data", (text: string) => {
      printed[stream] += text;
    });
  let over = false;
  const ended = new Promise<number | null>((resolve) => {
    child.on("close", (code) => {
      over = true;
      resolve(code);
    });
  });
  return {
    printed,
    ended,
    async until(stream, wanted) {
      const deadlineMs = performance.now() + 40_000;
      while (!wanted.test(printed[stream])) {
        if (over || performance.now() > deadlineMs)
          throw new Error(`${String(wanted)} was never printed; there is:\n${printed.stdout}\n--\n${printed.stderr}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return printed[stream];
    },
    interrupt: () => void child.kill("SIGINT"),
    kill: () => void child.kill("SIGKILL"),
  };
}

import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import type { RunDocument } from "../../../src/core/document/run-document.ts";
import type { Home } from "../../commands/harness/home.ts";
import { program } from "../../commands/harness/program.ts";

/** How a process of the program ended. */
export type Ended = {
  /** null: a signal ended it. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Read from stdout; throws with everything that was said where that holds none. */
  readonly document: RunDocument;
};

/** A process of the program under test, without a terminal. */
export type BigopsProcess = {
  readonly ended: Promise<Ended>;
  kill(signal: NodeJS.Signals): void;
};

/** A hang must be a failure of its own test. */
const patienceMs = 100_000;

/** Starts the program with nothing on its stdin. */
export function startBigops(home: Home, args: readonly string[], env: Record<string, string> = {}): BigopsProcess {
  const child = spawn(process.execPath, [program(), ...args], {
    cwd: home.cwd,
    env: { ...home.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: patienceMs,
    killSignal: "SIGKILL",
  });
  const exit = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code));
  });
  const ended = Promise.all([text(child.stdout), text(child.stderr), exit]).then(([stdout, stderr, exitCode]) => ({
    exitCode,
    stdout,
    stderr,
    get document() {
      return readDocument({ exitCode, stdout, stderr });
    },
  }));
  // Whoever awaits it hears of a failure; a killed one that nobody awaits must not end the tests.
  ended.catch(() => undefined);
  return {
    ended,
    kill: (signal) => {
      child.kill(signal);
    },
  };
}

function readDocument({ exitCode, stdout, stderr }: Pick<Ended, "exitCode" | "stdout" | "stderr">): RunDocument {
  try {
    const document = JSON.parse(stdout) as RunDocument;
    if (document.schema === "bigops.run/v1") return document;
  } catch {
    // Told below, with everything that was said.
  }
  throw new Error(`no document on stdout (exit code ${exitCode}):\n${stdout}\nstderr:\n${stderr}`);
}

import { basename } from "node:path";
import { execa } from "execa";
import { plainText } from "../../core/text/plain-text.ts";
import { ClientError } from "../client-error.ts";
import type { ShellClient } from "../shell-client.ts";
import { signalGroup } from "../signal-group.ts";

/** What a command may print, on each of its two streams. */
const MAX_OUTPUT_CHARACTERS = 1024 * 1024;
/** A program that does not end when it is asked to is ended. */
const KILL_AFTER_MS = 2_000;

/** All that a command gets of this process's environment: no token of bigops.yaml among it. */
const PASSED_ON = [
  "PATH",
  "HOME",
  "USER",
  "LOGNAME",
  "LANG",
  "LC_ALL",
  "LC_CTYPE",
  "TZ",
  "TMPDIR",
  "TERM",
  "KUBECONFIG",
];

export interface ShellOptions {
  readonly allow: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs: number;
}

/** See ShellClient. Standard input is closed; the program and what it started are ended with the signal. */
export function openShell(options: ShellOptions): ShellClient {
  const env = Object.fromEntries(
    PASSED_ON.flatMap((name) => (options.env[name] === undefined ? [] : [[name, options.env[name]]])),
  );
  return {
    async run(command, signal) {
      const [program, ...args] = command;
      if (program === undefined || !isAllowed(program, options.allow)) throw notAllowed(program ?? "", options.allow);
      const shown = plainText(basename(program), 60);
      if (signal.aborted) throw stopped(shown, signal, options.timeoutMs);
      const startedMs = performance.now();
      const limit = AbortSignal.timeout(options.timeoutMs);
      const child = execa(program, args, {
        env,
        extendEnv: false,
        shell: false,
        stdin: "ignore",
        // A group of its own: a signal to it reaches what the program has started.
        detached: true,
        cleanup: true,
        maxBuffer: MAX_OUTPUT_CHARACTERS,
        reject: false,
        stripFinalNewline: false,
      });
      const stop = AbortSignal.any([signal, limit]);
      const end = () => endGroup(child.pid);
      const watch = new AbortController();
      // Said at once: whoever set the limit does not wait until the program is gone.
      const overdue = new Promise<never>((_, reject) => {
        const over = () => {
          end();
          reject(stopped(shown, signal, options.timeoutMs));
        };
        stop.addEventListener("abort", over, { once: true, signal: watch.signal });
      });
      try {
        const result = await Promise.race([child, overdue]);
        if (result.exitCode === undefined && !result.isMaxBuffer) throw notStarted(shown, result.code, result.signal);
        if (result.isMaxBuffer) end();
        return {
          exitCode: result.exitCode ?? -1,
          stdout: result.stdout,
          stderr: result.stderr,
          truncated: result.isMaxBuffer,
          durationMs: performance.now() - startedMs,
        };
      } finally {
        watch.abort();
      }
    },
  };
}

/** A bare name allows this name only; a path allows exactly this path: `./flink` is not `flink`. */
function isAllowed(program: string, allow: readonly string[]): boolean {
  return program !== "" && allow.includes(program);
}

function notAllowed(program: string, allow: readonly string[]): ClientError {
  const list = allow.length === 0 ? "it allows none" : `it allows ${allow.join(", ")}`;
  return new ClientError(
    "not-allowed",
    `the environment does not allow a runbook to start "${plainText(program, 80)}": ${list}`,
    "add the program to commands.allow in bigops.yaml, if you trust the runbook with it",
  );
}

function stopped(shown: string, signal: AbortSignal, timeoutMs: number): ClientError {
  const limited = signal.reason instanceof Error && signal.reason.name === "TimeoutError";
  if (signal.aborted && !limited)
    return new ClientError("aborted", `${shown} was stopped before it ended`, "run it again");
  return new ClientError(
    "timeout",
    `${shown} did not end in time${signal.aborted ? "" : ` (at most ${timeoutMs / 1000} s)`}`,
    "give the check a longer timeout, or run the command by hand",
  );
}

function notStarted(shown: string, code: string | undefined, signalName: string | undefined): ClientError {
  if (signalName !== undefined)
    return new ClientError("unexpected-answer", `${shown} was ended by ${signalName}`, "run the command by hand");
  const why =
    code === "ENOENT"
      ? "it is not installed, or not in PATH"
      : code === "EACCES"
        ? "it may not be executed"
        : (code ?? "no reason given");
  return new ClientError("unreachable", `${shown} cannot be started: ${why}`, "install it, or correct the command");
}

function endGroup(pid: number | undefined): void {
  signalGroup(pid, "SIGTERM");
  setTimeout(() => signalGroup(pid, "SIGKILL"), KILL_AFTER_MS).unref();
}

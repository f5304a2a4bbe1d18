import { spawn } from "@lydell/node-pty";
import xterm from "@xterm/headless";
import type { Home } from "./home.ts";
import { program } from "./program.ts";

export const keys = {
  enter: "\r",
  down: "\u001B[B",
  up: "\u001B[A",
  ctrlC: "\u0003",
} as const;

/** A command on a pseudo-terminal, seen as a person sees it. */
export interface Terminal {
  readonly pid: number;
  /** All that has been shown, what has scrolled away included; lines without their trailing blanks. */
  text(): string;
  /** Only the rows that are on the screen now. */
  screen(): string;
  /** How many rows go on a line that was too long for the row before. */
  wrappedRows(): number;
  /** Everything that was written, escapes and all. */
  raw(): string;
  /** Resolves when the pattern is on the screen or above it; rejects with the screen when it does not come. */
  waitFor(pattern: RegExp, timeoutMs?: number): Promise<void>;
  press(...pressed: readonly string[]): void;
  /** The exit code, when it has ended and everything is on the screen. */
  ended(timeoutMs?: number): Promise<number>;
  /** The connection drops: the terminal is gone, and the system tells the program so. */
  hangUp(): void;
  kill(): void;
}

export interface TerminalOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
}

const PATIENCE_MS = 40_000;

export function openTerminal(home: Home, args: readonly string[], options: TerminalOptions = {}): Terminal {
  const { columns = 80, rows = 50, env = {} } = options;
  const emulator = new xterm.Terminal({ cols: columns, rows, scrollback: 5_000, allowProposedApi: true });
  const pty = spawn(process.execPath, [program(), ...args], {
    // It becomes $TERM.
    name: env["TERM"] ?? "xterm-256color",
    cols: columns,
    rows,
    cwd: home.cwd,
    env: { ...home.env, ...env },
  });
  let raw = "";
  let exitCode: number | null = null;
  const watchers = new Set<() => void>();
  const changed = () => {
    for (const watcher of watchers) watcher();
  };
  pty.onData((data) => {
    raw += data;
    emulator.write(data, changed);
  });
  // What a program asks its terminal is answered by the terminal.
  emulator.onData((answer) => pty.write(answer));
  pty.onExit((end) => {
    exitCode = end.exitCode;
    emulator.write("", changed);
  });

  const lines = (from: number) =>
    Array.from({ length: emulator.buffer.active.length - from }, (_, row) =>
      (emulator.buffer.active.getLine(from + row)?.translateToString(true) ?? "").trimEnd(),
    );
  const joined = (from: number) => `${lines(from).join("\n").trimEnd()}\n`;

  function until(holds: () => boolean, what: string, timeoutMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const finish = (error: Error | null) => {
        watchers.delete(check);
        clearTimeout(timer);
        if (error === null) resolve();
        else reject(error);
      };
      const check = () => {
        if (holds()) finish(null);
        else if (exitCode !== null && what !== "its end")
          finish(new Error(`it ended (${exitCode}) without ${what}; the screen:\n${joined(0)}`));
      };
      const timer = setTimeout(
        () => finish(new Error(`${what} did not come in ${timeoutMs} ms; the screen:\n${joined(0)}`)),
        timeoutMs,
      );
      watchers.add(check);
      check();
    });
  }

  return {
    pid: pty.pid,
    text: () => joined(0),
    screen: () => joined(emulator.buffer.active.baseY),
    wrappedRows: () => {
      const { active } = emulator.buffer;
      return Array.from({ length: active.length }, (_, row) => active.getLine(row)?.isWrapped).filter(Boolean).length;
    },
    raw: () => raw,
    waitFor: (pattern, timeoutMs = PATIENCE_MS) => until(() => pattern.test(joined(0)), String(pattern), timeoutMs),
    press: (...pressed) => {
      for (const key of pressed) pty.write(key);
    },
    ended: async (timeoutMs = PATIENCE_MS) => {
      await until(() => exitCode !== null, "its end", timeoutMs);
      return exitCode ?? -1;
    },
    hangUp: () => (pty as unknown as { destroy(): void }).destroy(),
    kill: () => {
      if (exitCode === null) pty.kill("SIGKILL");
    },
  };
}

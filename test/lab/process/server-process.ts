import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { forget, reapProcess } from "./reaper.ts";
import { waitUntil } from "./wait-until.ts";

/** A server of the lab that runs as a process of its own. */
export type ServerProcess = {
  readonly pid: number;
  readonly logPath: string;
  /** Kills it and waits until it is gone: its ports and files are free afterwards. */
  readonly close: () => Promise<void>;
};

export type ServerOptions = {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly folder: string;
  /** Resolves to true once the server serves; asked again and again. */
  readonly ready?: () => Promise<boolean>;
  readonly timeoutMs?: number;
};

/** A server that ended before it was ready; the message holds the end of its log. */
export class ServerDidNotStart extends Error {
  override readonly name = "ServerDidNotStart";
  readonly portWasTaken: boolean;

  constructor(server: string, reason: string, log: string) {
    const end = log.trimEnd().split("\n").slice(-8);
    super([`${server} ${reason}; the end of its log:`, ...end.map((l) => `  | ${l}`)].join("\n"));
    this.portWasTaken = /address already in use/i.test(log);
  }
}

/**
 * Starts a server and waits until it is ready. Nothing that it stores is worth keeping, so closing
 * is a plain kill: an orderly end of the API server alone would take seconds.
 */
export async function startServer(options: ServerOptions): Promise<ServerProcess> {
  const { name, command, args, folder, ready, timeoutMs = 30_000 } = options;
  const logPath = `${folder}/${name}.log`;
  const log = openSync(logPath, "a");
  const child = spawn(command, args, { cwd: folder, stdio: ["ignore", log, log] });
  closeSync(log);
  // Attached before the first await: an exit in between must not go unseen.
  const ended = once(child, "exit").then(
    () => `ended with ${child.exitCode ?? child.signalCode}`,
    (error: unknown) => `could not be started: ${String(error)}`,
  );
  const { pid } = child;
  if (pid === undefined) throw new ServerDidNotStart(name, await ended, "");
  reapProcess(pid);
  let reason: string | undefined;
  const noticed = (async () => {
    reason = await ended;
    forget(pid);
  })();
  const close = async (): Promise<void> => {
    if (reason === undefined) child.kill("SIGKILL");
    await noticed;
  };
  try {
    await waitUntil(`${name} to be ready`, async () => reason !== undefined || ready === undefined || (await ready()), {
      timeoutMs,
    });
  } catch (error) {
    reason ??= error instanceof Error ? error.message : String(error);
  }
  if (reason !== undefined) {
    const why = reason;
    if (child.exitCode === null) child.kill("SIGKILL");
    await ended;
    throw new ServerDidNotStart(name, why, await readFile(logPath, "utf8"));
  }
  return { pid, logPath, close };
}

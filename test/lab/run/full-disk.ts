import { spawn } from "node:child_process";
import { stat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { Home } from "../../commands/harness/home.ts";
import { program } from "../../commands/harness/program.ts";

/** As the shell counts a file's size. */
const BLOCK_BYTES = 512;

/** How the program ended on a disk that was full for it. */
export interface OnFullDisk {
  readonly exitCode: number | null;
  readonly stderr: string;
}

/** Runs the program so that no file of its may grow beyond what the journal has now and so many blocks of 512 bytes more. */
export async function onFullDisk(home: Home, args: readonly string[], blocksMore: number): Promise<OnFullDisk> {
  const [run = ""] = await readdir(join(home.stateDir, "runs"));
  const { size } = await stat(join(home.stateDir, "runs", run, "journal.jsonl"));
  const blocks = Math.floor(size / BLOCK_BYTES) + blocksMore;
  const limited = ["-c", 'ulimit -f "$0" && exec "$@"', String(blocks), process.execPath, program(), ...args];
  const child = spawn("/bin/sh", limited, { cwd: home.cwd, env: home.env, stdio: ["ignore", "ignore", "pipe"] });
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const [stderr, exitCode] = await Promise.all([text(child.stderr), exited]);
  return { exitCode, stderr };
}

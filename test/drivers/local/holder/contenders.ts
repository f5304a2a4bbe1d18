import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { build } from "esbuild";

/** One process that tries to hold a run. */
export interface Contender {
  readonly process: ChildProcess;
  /** "holds" or "held". */
  claim(): Promise<string>;
  kill(): Promise<void>;
  leave(): Promise<void>;
}

/** Bundles the contender's script once, so that ten of them start quickly. */
export async function contenderScript(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  // Inside the checkout, so that bare imports are found.
  const folder = await mkdtemp(join(import.meta.dirname, ".bundle-"));
  const path = join(folder, "contender.mjs");
  const entry = join(import.meta.dirname, "contender.ts");
  await build({
    entryPoints: [entry],
    outfile: path,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
  });
  return { path, remove: async () => await rm(folder, { recursive: true }) };
}

export async function startContender(script: string, runFolder: string): Promise<Contender> {
  const child = spawn(process.execPath, [script, runFolder], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async (): Promise<string> => String((await lines.next()).value);
  await line();
  const exited = once(child, "exit");
  return {
    process: child,
    claim: async () => {
      child.stdin.write("claim\n");
      return await line();
    },
    kill: async () => {
      child.kill("SIGKILL");
      await exited;
    },
    leave: async () => {
      child.stdin.write("leave\n");
      await exited;
    },
  };
}

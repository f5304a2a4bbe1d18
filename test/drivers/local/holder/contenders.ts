import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** One process that tries to hold a run. */
export interface Contender {
  readonly process: ChildProcess;
  /** "holds" or "held". */
  claim(): Promise<string>;
  kill(): Promise<void>;
  leave(): Promise<void>;
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

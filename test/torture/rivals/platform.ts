import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Sandbox, SandboxMutation } from "../../../src/sandbox/start.ts";

type Message = { readonly mutation: SandboxMutation } | { readonly report: Omit<Sandbox, "close"> };

export interface RivalsPlatform {
  readonly sandbox: Sandbox;
  /** What it took on, oldest first; whole once it is closed. */
  readonly accepted: readonly SandboxMutation[];
}

const PROGRAM = fileURLToPath(new URL("platform-process.ts", import.meta.url));

/** A platform with a broken release in a process of its own. Rejects where that ends before it is there. */
export async function rivalsPlatform(seed: number): Promise<RivalsPlatform> {
  const accepted: SandboxMutation[] = [];
  const child = fork(PROGRAM, [String(seed)], { execArgv: ["--import", "tsx"] });
  const ended = once(child, "close");
  const report = await new Promise<Omit<Sandbox, "close">>((resolve, reject) => {
    child.on("message", (message: Message) => {
      if ("mutation" in message) accepted.push(message.mutation);
      else resolve(message.report);
    });
    child.once("close", (code) => reject(new Error(`the platform ended with ${code} before it was there`)));
  });
  const close = async (): Promise<void> => {
    if (child.connected) child.send("close");
    await ended;
  };
  return { sandbox: { ...report, close }, accepted };
}

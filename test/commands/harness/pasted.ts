import { execa } from "execa";
import { dirname } from "node:path";
import type { Home } from "./home.ts";

/** Runs what was copied from a screen in a real shell, with this kubectl and this home's own idea of the current context. */
export async function pasted(home: Home, kubectl: string, command: string): Promise<string> {
  const { all, exitCode } = await execa("sh", ["-c", command], {
    env: { ...home.env, PATH: `${dirname(kubectl)}:${process.env["PATH"] ?? ""}` },
    extendEnv: false,
    cwd: home.path,
    reject: false,
    all: true,
    timeout: 30_000,
  });
  return `${exitCode} ${all}`;
}

/** The command beside a label of a screen, with its broken lines, as a person marks it with the mouse. */
export function commandBeside(label: string, screen: string): string {
  const [, command] = new RegExp(`^ +${label} +((?:.*\\\\\\n)*.*)$`, "m").exec(screen) ?? [];
  if (command === undefined) throw new Error(`nothing stands beside "${label}" in:\n${screen}`);
  return command;
}

import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

export interface TimedProcess {
  readonly durationMs: number;
  readonly stdout: string;
}

export interface ProcessOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Any other exit code is a failure of the bench. */
  readonly exitCodes?: readonly number[];
}

/** From the start of a process to its end. Throws with what it said when it ends otherwise than expected. */
export async function timedProcess(
  command: string,
  args: readonly string[],
  { env, cwd, exitCodes = [0] }: ProcessOptions = {},
): Promise<TimedProcess> {
  const startedMs = performance.now();
  const child = spawn(command, args, { cwd, env: env ?? process.env, stdio: ["ignore", "pipe", "pipe"] });
  const [stdout, stderr, [code, durationMs]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<readonly [number | null, number]>((resolve, reject) => {
      child.on("error", reject);
      child.on("exit", (exitCode) => resolve([exitCode, performance.now() - startedMs]));
    }),
  ]);
  if (code === null || !exitCodes.includes(code))
    throw new Error(`${command} ${args.join(" ")} ended with ${code}:\n${stdout}${stderr}`);
  return { durationMs, stdout };
}

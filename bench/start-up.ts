import { interleaved } from "./interleaved.ts";
import type { Measurement } from "./measurement.ts";
import { timedProcess } from "./timed-process.ts";

const ROUNDS = 25;

/** `bigops --version` against a Node process that does nothing. */
export async function startUp(program: string): Promise<Measurement> {
  // Nothing of this machine's own: NODE_EXTRA_CA_CERTS alone makes an empty process three times as slow, and every ratio to it better.
  const env = { PATH: process.env["PATH"] ?? "" };
  const { oursMs, theirsMs, ratio } = await interleaved(
    ROUNDS,
    async () => (await timedProcess(process.execPath, [program, "--version"], { env })).durationMs,
    async () => await emptyProcess(env),
  );
  const bound = { kind: "at most", value: 1.25 } as const;
  return { what: "bigops --version", oursMs, against: "an empty Node process", theirsMs, ratio, bound };
}

/** What a process takes that does nothing, milliseconds, in the environment of what stands beside it. */
export async function emptyProcess(env: Readonly<Record<string, string>>): Promise<number> {
  return (await timedProcess(process.execPath, ["-e", "0"], { env })).durationMs;
}

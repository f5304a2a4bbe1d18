import { interleaved } from "./interleaved.ts";
import type { Measurement } from "./measurement.ts";
import { timedProcess } from "./timed-process.ts";

const ROUNDS = 25;

/** `bigops --version` against a Node process that does nothing. */
export async function startUp(program: string): Promise<Measurement> {
  const { oursMs, theirsMs, ratio } = await interleaved(
    ROUNDS,
    async () => (await timedProcess(process.execPath, [program, "--version"])).durationMs,
    emptyProcess,
  );
  const bound = { kind: "at most", value: 1.25 } as const;
  return { what: "bigops --version", oursMs, against: "an empty Node process", theirsMs, ratio, bound };
}

export async function emptyProcess(): Promise<number> {
  return (await timedProcess(process.execPath, ["-e", "0"])).durationMs;
}

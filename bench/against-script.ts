import { dryRun } from "./dry-run.ts";
import { interleaved } from "./interleaved.ts";
import type { LabPlace } from "./lab-place.ts";
import type { Measurement } from "./measurement.ts";
import { timedProcess } from "./timed-process.ts";

const ROUNDS = 15;

/** A dry run against the design's kubectl and curl commands one after another, from the same machine. */
export async function againstScript(
  program: string,
  place: LabPlace,
  where: string,
  bound: Measurement["bound"],
  { runbook = "feature-store-down", against = "kubectl and curl by hand" } = {},
): Promise<Measurement> {
  const { cwd, env, script } = place;
  const { oursMs, theirsMs, ratio } = await interleaved(
    ROUNDS,
    async () => (await dryRun(program, place, runbook)).durationMs,
    async () => (await timedProcess("sh", [script], { cwd, env })).durationMs,
  );
  return {
    what: `${runbook === "feature-store-down" ? "a dry run" : runbook}, ${where}`,
    oursMs,
    against,
    theirsMs,
    ratio: bound.kind === "faster" ? 1 / ratio : ratio,
    bound,
  };
}

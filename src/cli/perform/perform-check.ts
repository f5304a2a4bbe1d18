import { type EffectOf } from "../../core/run/effect.ts";
import type { RunEventBody } from "../../core/run/event.ts";
import type { RunSurroundings } from "./run-surroundings.ts";

/** Asks one check: gather and judge, within its budget. */
export async function performCheck(
  effect: EffectOf<"check">,
  around: RunSurroundings,
  signal: AbortSignal,
): Promise<RunEventBody> {
  const { runProbe } = await import("../../probes/run-probe.ts");
  const { check, round, budgetMs } = effect;
  const probe = around.probe(check.probe);
  const args = around.render(check.args, probe.args);
  const result = await runProbe(probe, args, {
    doors: around.doors,
    now: around.now,
    signal,
    budgetMs,
    retries: check.retries,
    expect: check.expect,
    place: around.place,
    redact: around.redact,
  });
  return { type: "checked", round, check: check.id, result };
}

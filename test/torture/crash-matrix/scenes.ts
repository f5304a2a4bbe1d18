import type { HoldArguments, Simulation } from "../../drivers/local/simulation/simulation.ts";

/** `rollback`: approved as soon as it is proposed. `page`: only after somebody else was paged, 11 minutes later. */
export const SCENES = ["rollback", "page"] as const;

export type SceneName = (typeof SCENES)[number];

const LATE_MS = 11 * 60_000;

/** How the person at the prompt behaves. */
export function performIn(scene: SceneName, { clock }: Simulation): NonNullable<HoldArguments["perform"]> {
  return async (effect, signal, usual) => {
    if (effect.type === "prompt" && scene === "page") await clock.sleep(LATE_MS, signal);
    return await usual(effect, signal);
  };
}

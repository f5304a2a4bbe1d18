import { Random } from "../random.ts";
import type { Breach, Trial } from "../trial.ts";
import { crashedRun, type Crash } from "./crashed-run.ts";
import { faultOf } from "./fault-of.ts";
import { SCENES, type SceneName } from "./scenes.ts";

const NOTHING_MORE = { extraBytes: 0 };
const POWER: readonly Crash["power"][] = [null, NOTHING_MORE, { extraBytes: 300 }];

/**
 * A run with an approved rollback, and one that pages first: killed, or without power, at every operation of its disk, before and after every effect on
 * the platform, with a disk that is full from any operation on, and with a sync that fails and a power failure later; then resumed. And several of these
 * one after the other.
 */
export const crashMatrix: Trial = {
  name: "crash-matrix",
  promise: "nothing lost",
  run: async ({ seed, short, note }) => {
    const breaches: Breach[] = [];
    const counts = {
      "disk crashes": 0,
      "effect crashes": 0,
      "full disks": 0,
      "failed syncs": 0,
      "crashes in a row": 0,
    };
    const attempt = async (kind: keyof typeof counts, scene: SceneName, crashes: readonly Crash[]): Promise<void> => {
      counts[kind] += 1;
      const end = await crashedRun(scene, crashes);
      const fault = faultOf(scene, end);
      if (fault === null) return;
      const steps = crashes.map((crash) => JSON.stringify(crash)).join(", then ");
      const repeat = `--only crash-matrix --seed ${seed}${short ? " --short" : ""}`;
      breaches.push({ repeat, story: `${scene}: ${steps}\n${fault}` });
    };
    for (const scene of SCENES) {
      const { operations, effects, syncs } = (await crashedRun(scene, [])).first;
      for (let at = 1; at <= operations; at += 1) {
        for (const power of POWER) await attempt("disk crashes", scene, [{ what: "disk", at, fate: "crash", power }]);
        for (const power of short ? [null] : POWER)
          await attempt("disk crashes", scene, [{ what: "disk", at, fate: "half", power }]);
        await attempt("full disks", scene, [{ what: "full", at, power: null }]);
      }
      // What a failed sync dropped is missed only when the power fails after another process has gone on.
      for (const at of syncs)
        for (let effect = 1; effect <= effects; effect += short ? 8 : 1)
          await attempt("failed syncs", scene, [
            { what: "failing", at, power: null },
            { what: "effect", at: effect, moment: "after", power: NOTHING_MORE },
          ]);
      for (let at = 1; at <= effects; at += 1)
        for (const moment of ["before", "after"] as const)
          for (const power of short ? [null, NOTHING_MORE] : POWER)
            await attempt("effect crashes", scene, [{ what: "effect", at, moment, power }]);
      note(`${scene}: ${operations} operations of the disk, ${effects} effects`);
    }
    const random = new Random(seed);
    for (let round = 0; round < (short ? 100 : 20_000); round += 1)
      await attempt("crashes in a row", random.pick(SCENES), crashesInARow(random));
    const cases = Object.values(counts).reduce((sum, count) => sum + count, 0);
    const kinds = Object.entries(counts).map(([kind, count]) => `${count.toLocaleString("en")} ${kind}`);
    const kept = breaches.length === 0 ? "0 changed twice, 0 intents lost, all resumed to their end" : "see below";
    return { cases, figure: `${kept}: ${kinds.join(", ")}`, breaches };
  },
};

function crashesInARow(random: Random): readonly Crash[] {
  return Array.from({ length: 2 + random.below(3) }, () => {
    const at = 1 + random.below(40);
    const power = random.chance(0.5) ? null : { extraBytes: random.below(600) };
    const what = random.pick(["disk", "effect", "full", "failing"] as const);
    if (what === "full" || what === "failing") return { what, at, power };
    if (what === "effect") return { what, at, moment: random.pick(["before", "after"] as const), power };
    return { what, at, fate: random.pick(["crash", "half"] as const), power };
  });
}

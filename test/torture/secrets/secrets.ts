import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Random } from "../random.ts";
import { builtProgram } from "../rivals/process.ts";
import type { Breach, Trial } from "../trial.ts";
import type { Canary } from "./canaries.ts";
import { breachesIn } from "./breaches-in.ts";
import { filesIn } from "./person.ts";
import { SCENES } from "./scenes.ts";
import { stager } from "./stage.ts";

/**
 * Whole commands of the built program on a platform that tells every secret that bigops loads, in every encoding, and whose own texts hold secrets and
 * persons' data: nothing of either may stand in what is said, reported, recorded or left behind.
 */
export const secrets: Trial = {
  name: "secrets",
  promise: "no secret told",
  run: async ({ seed, short, note }) => {
    const program = await builtProgram();
    const random = new Random(seed);
    const cache = await mkdtemp(join(tmpdir(), "bigops-secrets-cache-"));
    const stages = stager(program, cache);
    const everything: Canary[] = [];
    const repeat = `--only secrets --seed ${seed}${short ? " --short" : ""}`;
    const breaches: Breach[] = [];
    let places = 0;
    let commands = 0;
    let scenes = 0;
    try {
      for (let round = 0; round < (short ? 1 : 20); round += 1)
        for (const scene of SCENES.filter(({ long }) => !short || long !== true)) {
          const own = new Random(random.next());
          const stage = await stages.stage(scene.stage(own), own);
          try {
            await scene.play(stage, own);
            const told = [...stage.person.told, ...(await stage.person.left())];
            scenes += 1;
            places += told.length;
            commands += stage.person.told.length;
            everything.push(...stage.listed);
            for (const story of breachesIn(told, stage.listed))
              breaches.push({ repeat, story: `${scene.name}\n${story}` });
          } finally {
            await stage.close();
          }
          note(`${scene.name}: ${breaches.length} breaches so far`);
        }
      // Kept by all of them together, and large.
      const compiled = await filesIn(cache);
      places += compiled.length;
      for (const story of breachesIn(compiled, everything)) breaches.push({ repeat, story: `compiled code\n${story}` });
    } finally {
      await rm(cache, { recursive: true, force: true });
      stages.close();
    }
    const figure = `${breaches.length} canaries told by ${commands} streams of commands and in ${places - commands} files, in ${scenes} scenes`;
    return { cases: places, figure, breaches };
  },
};

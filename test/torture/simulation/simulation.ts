import { fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import type { Trial } from "../trial.ts";
import { playShare, type Share, type Tally } from "./play-share.ts";

const SHORT = { runs: 2_000, pairs: 40 };
const LONG = { runs: 100_000, pairs: 4_000 };
const PROCESS = fileURLToPath(new URL("share-process.ts", import.meta.url));

/** The real core and the real driver in a world in which anything goes wrong; and two runs of the same trouble, rivals or one that was handed over. */
export const simulation: Trial = {
  name: "simulation",
  promise: "no harm",
  run: async ({ seed, short, note }) => {
    const all = short ? SHORT : LONG;
    const tallies = short
      ? [await playShare({ seed, ...all, nth: 0, of: 1 }, note)]
      : await Promise.all(shares(availableParallelism()).map((share) => elsewhere({ seed, ...all, ...share }, note)));
    const sum = (of: (tally: Tally) => number) => tallies.reduce((total, tally) => total + of(tally), 0);
    const changed = `${sum(({ changes }) => changes)} changes and ${sum(({ crashes }) => crashes)} crashes, nothing done twice or lost`;
    const paired = `${all.pairs} pairs of runs, ${sum(({ fenced }) => fenced)} handed over, one change each at most`;
    return {
      cases: all.runs + all.pairs,
      figure: `${changed}; ${paired}`,
      breaches: tallies
        .flatMap(({ breaches }) => breaches)
        .map((story) => ({ repeat: `--only simulation --seed ${seed}${short ? " --short" : ""}`, story })),
    };
  },
};

function shares(of: number): readonly Pick<Share, "nth" | "of">[] {
  return Array.from({ length: of }, (_, nth) => ({ nth, of }));
}

/** In a process of its own: one run after another keeps no more than one processor busy. */
function elsewhere(share: Share, note: (line: string) => void): Promise<Tally> {
  const child = fork(PROCESS, { execArgv: ["--import", "tsx"] });
  return new Promise((resolve, reject) => {
    child.on("message", (said: { readonly note?: string; readonly tally?: Tally }) => {
      if (said.note !== undefined && share.nth === 0) note(said.note);
      if (said.tally !== undefined) resolve(said.tally);
    });
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`share ${share.nth} of the simulation ended with ${String(code)}`)));
    child.send(share);
  });
}

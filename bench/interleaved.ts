import { median } from "./median.ts";

/** What the two sides took, milliseconds: the medians of all rounds. */
export interface Pair {
  readonly oursMs: number;
  readonly theirsMs: number;
  /** The median of the rounds' own ratios: what burdens the machine for a while burdens both sides of a round. */
  readonly ratio: number;
}

/** Takes both sides in turns, each first in every other round, after one round that does not count. */
export async function interleaved(
  rounds: number,
  ours: () => Promise<number>,
  theirs: () => Promise<number>,
): Promise<Pair> {
  await ours();
  await theirs();
  const taken: { oursMs: number; theirsMs: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    if (round % 2 === 0) {
      const oursMs = await ours();
      taken.push({ oursMs, theirsMs: await theirs() });
    } else {
      const theirsMs = await theirs();
      taken.push({ oursMs: await ours(), theirsMs });
    }
  }
  return {
    oursMs: median(taken.map(({ oursMs }) => oursMs)),
    theirsMs: median(taken.map(({ theirsMs }) => theirsMs)),
    ratio: median(taken.map(({ oursMs, theirsMs }) => oursMs / theirsMs)),
  };
}

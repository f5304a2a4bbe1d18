import { type Pair, smallerPair } from "./pair.ts";
import { playPair } from "./play-pair.ts";

/** The breach's story, in the smallest pair that still has one. */
export async function toldOfPair(pair: Pair, nth: number): Promise<string> {
  const least = await shrunkPair(pair);
  return [`pair ${nth}: ${JSON.stringify(least)}`, ...(await playPair(least)).story].join("\n");
}

async function shrunkPair(pair: Pair): Promise<Pair> {
  for (const candidate of smallerPair(pair))
    if ((await playPair(candidate)).breaches.length > 0) return await shrunkPair(candidate);
  return pair;
}

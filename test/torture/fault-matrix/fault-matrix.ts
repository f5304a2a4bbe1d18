import type { Breach, Trial } from "../trial.ts";
import { Random } from "../random.ts";
import { commandRows } from "./command-rows.ts";
import { httpRows } from "./http-rows.ts";
import { kafkaRows } from "./kafka-rows.ts";
import { startPlatform } from "./platform.ts";
import { disturbSurroundings } from "./surroundings.ts";
import type { MatrixRow } from "./matrix-row.ts";

/**
 * Every check and every change's reads, through the real clients on real sockets, against servers that fail in every way: no false pass, no change
 * proposed on a broken sample, an end within the time limit, bounded memory, others undisturbed, and words that name what happened.
 */
export const faultMatrix: Trial = {
  name: "fault-matrix",
  promise: "the truth",
  async run({ seed, short, note }) {
    const rows = await faultRows(new Random(seed), short, note);
    const breaches: Breach[] = rows.flatMap(({ breaches: found, subject, fault }) =>
      found.map((what) => ({
        repeat: `--only fault-matrix --seed ${seed}${short ? " --short" : ""}`,
        story: `${subject.type}, ${fault}: ${what}`,
      })),
    );
    const cases = rows.reduce((sum, row) => sum + row.cases, 0);
    const ways = new Set(rows.map(({ fault }) => fault)).size;
    return { cases, figure: `0 false passes wanted; ${ways} faults`, breaches };
  },
};

/** All cells; with proxy variables that lead nowhere, and names under .invalid answered here as every resolver would. */
async function faultRows(random: Random, short: boolean, note: (line: string) => void): Promise<readonly MatrixRow[]> {
  const restore = disturbSurroundings();
  const platform = await startPlatform();
  try {
    const http = await httpRows(platform, random, short, note);
    const kafka = await kafkaRows(platform, short);
    note(`${kafka.length} rows of Kafka`);
    return [...http, ...kafka, ...(await commandRows(platform))];
  } finally {
    await platform.close();
    restore();
  }
}

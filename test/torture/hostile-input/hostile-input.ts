import { Random } from "../random.ts";
import type { Breach, Trial } from "../trial.ts";
import { damagedAnswers } from "./answers.ts";
import { recordCorpus } from "./corpus.ts";
import { hostileFiles } from "./files.ts";
import { kafkaBytes } from "./kafka-bytes.ts";
import { foreignLeases } from "./foreign-leases.ts";
import { hostileParameters } from "./parameters.ts";
import { REPORTERS } from "./reports.ts";
import { runFiles } from "./run-files.ts";
import { attackAll } from "./attack-all.ts";
import { hostileTexts } from "./texts.ts";

const SHORT = 10_000;
const LONG = 100_000;

/**
 * Files, labels, parameters and answers as an enemy would write them: each ends within its time and its memory, in a verdict or in words, and nothing of
 * it acts on a terminal, in a report, a query, a path, a selector or a command.
 */
export const hostileInput: Trial = {
  name: "hostile-input",
  promise: "bounded",
  run: async ({ seed, short, note }) => {
    const corpus = await recordCorpus(short);
    note(`${corpus.units.length} checks and plans were recorded`);
    const files = runFiles(REPORTERS);
    const surfaces = [
      damagedAnswers(corpus, REPORTERS),
      ...hostileFiles(corpus, REPORTERS),
      hostileParameters(corpus),
      hostileTexts,
      await kafkaBytes(),
      foreignLeases(corpus, REPORTERS),
      ...files.surfaces,
    ];
    const { cases, complaints, slowestMs, grownBytes } = await attackAll(
      surfaces,
      new Random(seed),
      short ? SHORT : LONG,
      note,
    ).finally(() => files.close());
    const breaches = complaints.map(({ surface, input, breach }): Breach => ({
      repeat: `--only hostile-input --seed ${seed}${short ? " --short" : ""}`,
      story: `${surface}: ${input}\n${breach.split("\n").slice(0, 4).join("\n")}`,
    }));
    const figure = `${surfaces.length} ways in; the slowest input took ${Math.round(slowestMs)} ms, memory held grew by ${Math.round(grownBytes / 2 ** 20)} MB`;
    return { cases, figure, breaches };
  },
};

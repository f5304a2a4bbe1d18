import { readFile, writeFile } from "node:fs/promises";
import type { Breach, Trial } from "../trial.ts";
import { commandRows } from "./command-rows.ts";
import { httpRows } from "./http-rows.ts";
import { kafkaRows } from "./kafka-rows.ts";
import { startPlatform } from "./platform.ts";
import { disturbSurroundings } from "./surroundings.ts";
import { caseOf, harmIn, isAbout, matrixPage } from "./matrix-page.ts";
import type { MatrixRow } from "./matrix-row.ts";

const PAGE = new URL("../../../docs/fault-matrix.md", import.meta.url);

/**
 * Every check, and all that every change reads before it is planned, sent, reconciled, watched and undone, through the real clients on real sockets, against
 * servers that fail in every way: no false pass, no change proposed, called made or sent again on a broken sample, an end within the time limit, bounded memory, others undisturbed, and words that name what happened.
 */
export const faultMatrix: Trial = {
  name: "fault-matrix",
  promise: "the truth",
  async run({ seed, short, note, page }) {
    const rows = await faultRows(short, note);
    const breaches: Breach[] = rows.flatMap(({ breaches: found, subject, fault }) =>
      found.map((what) => ({
        repeat: `--only fault-matrix --seed ${seed}${short ? " --short" : ""}`,
        story: `${subject.title ?? subject.type}${subject.question === undefined ? "" : `, ${subject.question.name}`}, ${fault}: ${what}`,
      })),
    );
    if (page !== undefined) await writeFile(page, matrixPage(rows));
    breaches.push(...(await staleIn(rows, short)));
    const cases = rows.reduce((sum, row) => sum + row.cases, 0);
    const ways = new Set(rows.map(({ fault }) => fault)).size;
    return { cases, figure: `0 false passes wanted; ${ways} faults`, breaches };
  },
};

/** What the committed page says otherwise, as far as that is the same on every machine. */
async function staleIn(rows: readonly MatrixRow[], short: boolean): Promise<readonly Breach[]> {
  const now = harmIn(matrixPage(rows));
  const tried = new Set(now.map(caseOf));
  const known = harmIn(await readFile(PAGE, "utf8")).filter(
    (line) => !short || !isAbout(line) || tried.has(caseOf(line)),
  );
  const lines = [
    ...known.filter((line) => !now.includes(line)).map((line) => `only in the page: ${line}`),
    ...now.filter((line) => !known.includes(line)).map((line) => `not in the page: ${line}`),
  ];
  if (lines.length === 0) return [];
  const repeat = "--only fault-matrix --table docs/fault-matrix.md";
  return [{ repeat, story: ["docs/fault-matrix.md is stale", ...lines.slice(0, 10)].join("\n") }];
}

/** All cells; with proxy variables that lead nowhere, and names under .invalid answered here as every resolver would. */
async function faultRows(short: boolean, note: (line: string) => void): Promise<readonly MatrixRow[]> {
  const restore = disturbSurroundings();
  const platform = await startPlatform();
  try {
    const http = await httpRows(platform, short, note);
    const kafka = await kafkaRows(platform, short);
    note(`${kafka.length} rows of Kafka`);
    return [...http, ...kafka, ...(await commandRows(platform))];
  } finally {
    await platform.close();
    restore();
  }
}

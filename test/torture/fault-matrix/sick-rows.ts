import { atOnce } from "./at-once.ts";
import { always } from "./breaches-of.ts";
import { httpCell, UNDISTURBED } from "./http-cell.ts";
import { httpFaults } from "./http-faults.ts";
import { AT_ONCE, type Known, type Pair, rowOf, SHORT, warmUp } from "./http-row.ts";
import type { MatrixRow } from "./matrix-row.ts";
import type { Platform } from "./platform.ts";
import type { Subject } from "./subject.ts";
import { verdictOf, wordsOf } from "./words-of.ts";

/** What leaves a real answer standing, but for something: alone that may make another verdict of it. */
const PARTIAL = httpFaults.filter(({ partial }) => partial === true);

/** What fails must not pass because something of it could not be read. */
export async function sickRows(
  platform: Platform,
  asked: readonly Subject[],
  short: boolean,
): Promise<readonly MatrixRow[]> {
  const known: Known[] = [];
  for (const subject of asked) {
    if (subject.sick === undefined) continue;
    const ill = { ...subject, world: subject.sick };
    await warmUp(platform, [ill]);
    const truth = await httpCell(platform, ill, UNDISTURBED);
    if (verdictOf(truth.outcome) !== "fail")
      throw new Error(`${ill.type} does not fail in ${ill.world}: ${wordsOf(truth.outcome)}`);
    known.push({ subject: ill, truth });
  }
  const faults = httpFaults.filter(({ answer, name }) => answer !== undefined && (!short || SHORT.includes(name)));
  const pairs = known.flatMap((one) => [...new Set([...PARTIAL, ...faults])].map((fault) => ({ ...one, fault })));
  return atOnce(pairs, AT_ONCE, (pair) => sickRow(platform, pair));
}

async function sickRow(platform: Platform, { subject, truth, fault }: Pair): Promise<MatrixRow> {
  const breaches: string[] = [];
  const reaches = fault.partial === true ? [undefined, ...new Set(truth.requests)] : [...new Set(truth.requests)];
  for (const only of reaches) {
    const cell = await httpCell(platform, subject, fault, only === undefined ? {} : { only });
    const passed =
      verdictOf(cell.outcome) === "pass" && fault.harmless !== true
        ? [`a false pass where it fails: ${wordsOf(cell.outcome)}`]
        : [];
    breaches.push(...[...always(cell), ...passed].map((what) => `${only ?? "all"}: ${what}`));
  }
  return { ...rowOf(subject, fault, "one request", truth.outcome), cases: reaches.length, breaches };
}

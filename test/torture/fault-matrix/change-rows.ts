import { atOnce } from "./at-once.ts";
import { questionsOf } from "./change-course.ts";
import { changesToMake } from "./changes.ts";
import { httpCell, UNDISTURBED } from "./http-cell.ts";
import type { HttpFault } from "./http-fault.ts";
import { httpFaults } from "./http-faults.ts";
import { AT_ONCE, type Known, largeRow, singleRow, wholeRow } from "./http-row.ts";
import type { MatrixRow } from "./matrix-row.ts";
import type { Platform } from "./platform.ts";
import type { Subject } from "./subject.ts";
import { verdictOf, wordsOf } from "./words-of.ts";

/** Of these the short form brings so many to what is asked about a change, others to each. */
const SHORT_FOR_CHANGES = [
  "truncated body",
  "JSON of something else",
  "404 of a proxy",
  "each number missing",
  "empty answer",
  "404",
  "NaN for each number",
  "invalid JSON",
  "503",
];
const SHORT_AT_A_TIME = 3;

/** All that is asked about a change, from its rehearsal to its undo. */
export async function changeRows(
  platform: Platform,
  short: boolean,
  note: (line: string) => void,
): Promise<readonly MatrixRow[]> {
  const made = changesToMake.filter(({ long }) => !short || long !== true);
  const courses = await atOnce(made, 1, (change) =>
    questionsOf(change, {
      fault: change.world,
      startedAtMs: platform.now(),
      jar: platform.jar,
      keep: (sandbox) => platform.keep(sandbox),
    }),
  );
  const asked = made.flatMap((change, index): readonly Subject[] =>
    (courses[index] ?? []).map((question) => ({ ...change, question })),
  );
  const known: Known[] = [];
  for (const subject of asked) {
    const truth = await httpCell(platform, subject, UNDISTURBED);
    if (verdictOf(truth.outcome) !== subject.question?.truth)
      throw new Error(
        `${subject.type}, ${subject.question?.name}, is ${verdictOf(truth.outcome)} undisturbed: ${wordsOf(truth.outcome)}`,
      );
    known.push({ subject, truth });
  }
  note(`${known.length} questions about changes answered undisturbed`);
  const pairs = known.flatMap((one, index) => faultsFor(index, short).map((fault) => ({ ...one, fault })));
  const rows = await atOnce(
    pairs.filter(({ fault }) => fault.large !== true),
    AT_ONCE,
    (pair) => wholeRow(platform, pair),
  );
  const large: MatrixRow[] = [];
  for (const pair of pairs.filter(({ fault }) => fault.large === true)) large.push(await largeRow(platform, pair));
  const single = await atOnce(
    pairs.filter(({ fault, truth }) => fault.answer !== undefined && new Set(truth.requests).size > 1),
    AT_ONCE,
    (pair) => singleRow(platform, pair),
  );
  note(`${rows.length + large.length + single.length} of them failed`);
  return [...rows, ...large, ...single];
}

/** All of them; in the short form some, by turns, so that each is brought to each kind of question somewhere. */
function faultsFor(index: number, short: boolean): readonly HttpFault[] {
  if (!short) return httpFaults;
  const names = Array.from(
    { length: SHORT_AT_A_TIME },
    (_, turn) => SHORT_FOR_CHANGES[(index * SHORT_AT_A_TIME + turn) % SHORT_FOR_CHANGES.length],
  );
  return httpFaults.filter(({ name }) => names.includes(name));
}

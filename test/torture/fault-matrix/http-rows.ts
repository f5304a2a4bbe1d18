import { atOnce } from "./at-once.ts";
import { changeRows } from "./change-rows.ts";
import { httpCell, UNDISTURBED, type Cell } from "./http-cell.ts";
import { httpFaults } from "./http-faults.ts";
import { AT_ONCE, type Known, largeRow, SHORT, singleRow, warmUp, wholeRow } from "./http-row.ts";
import type { MatrixRow } from "./matrix-row.ts";
import type { Platform } from "./platform.ts";
import { sickRows } from "./sick-rows.ts";
import type { Subject } from "./subject.ts";
import { subjects } from "./subjects.ts";
import { verdictOf, wordsOf } from "./words-of.ts";

/** All subjects that are reached over HTTP. */
export async function httpRows(
  platform: Platform,
  short: boolean,
  note: (line: string) => void,
): Promise<readonly MatrixRow[]> {
  const asked = subjects.filter(({ door }) => door !== "kafka" && door !== "shell");
  await warmUp(platform, asked);
  const known: Known[] = [];
  for (const subject of asked) known.push({ subject, truth: await truthOf(platform, subject) });
  note(`${known.length} subjects answered undisturbed`);
  const pairs = known.flatMap(({ subject, truth }) => httpFaults.map((fault) => ({ subject, truth, fault })));
  const small = await atOnce(
    pairs.filter(({ fault }) => fault.large !== true),
    AT_ONCE,
    (pair) => wholeRow(platform, pair),
  );
  const large: MatrixRow[] = [];
  for (const pair of pairs.filter(({ fault }) => fault.large === true)) large.push(await largeRow(platform, pair));
  note(`${small.length + large.length} failed wholly`);
  const single = await atOnce(
    pairs.filter(({ fault }) => fault.answer !== undefined && (!short || SHORT.includes(fault.name))),
    AT_ONCE,
    (pair) => singleRow(platform, pair),
  );
  note(`${single.length} failed in parts`);
  const sick = await sickRows(platform, asked, short);
  note(`${sick.length} where the check fails`);
  const about = await changeRows(platform, short, note);
  return [...small, ...large, ...single, ...sick, ...about];
}

async function truthOf(platform: Platform, subject: Subject): Promise<Cell> {
  const truth = await httpCell(platform, subject, UNDISTURBED);
  const verdict = verdictOf(truth.outcome);
  if (verdict !== "pass" && verdict !== "plan")
    throw new Error(`${subject.type} cannot be attacked: undisturbed it is ${verdict}: ${wordsOf(truth.outcome)}`);
  return truth;
}

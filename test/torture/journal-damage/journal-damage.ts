import { isDeepStrictEqual } from "node:util";
import { JournalError } from "../../../src/drivers/local/journal/journal-error.ts";
import { readJournal } from "../../../src/drivers/local/journal/read-journal.ts";
import { JOURNAL, Simulation } from "../../drivers/local/simulation/simulation.ts";
import { Random } from "../random.ts";
import type { Breach, Trial } from "../trial.ts";
import { damage, firstChangedLine, type Damage } from "./damage.ts";

/**
 * A journal damaged in one place is either refused with the first line that was changed, or read as what stands before its torn end. It is never
 * read as other events than were written.
 */
export const journalDamage: Trial = {
  name: "journal-damage",
  promise: "nothing lost",
  run: async ({ seed, short }) => {
    const random = new Random(seed);
    const whole = await journalOfARun();
    const cases = short ? 2_000 : 100_000;
    const breaches: Breach[] = [];
    let refused = 0;
    for (let tried = 0; tried < cases; tried += 1) {
      const done = damage(whole, random);
      const told = judged(whole, done);
      if (told === "refused") refused += 1;
      else if (told !== "read to its torn end")
        breaches.push({ repeat: `--only journal-damage --seed ${seed}`, story: `${done.what}: ${told}` });
    }
    return { cases, figure: `${refused} refused by their line, ${cases - refused} read to their torn end`, breaches };
  },
};

async function journalOfARun(): Promise<Uint8Array> {
  const simulation = new Simulation();
  await simulation.start();
  const content = simulation.disk.files.get(JOURNAL)?.content;
  if (content === undefined) throw new Error("the simulated run left no journal");
  return content;
}

function judged(whole: Uint8Array, { bytes }: Damage): string {
  const changed = firstChangedLine(whole, bytes);
  try {
    const read = readJournal(bytes, "journal.jsonl").events;
    if (!isDeepStrictEqual(read, readJournal(whole, "").events.slice(0, read.length))) return "read as other events";
    // The header is line 1: of the lines before the changed one all but that are events.
    if (read.length < changed - 2)
      return `only ${read.length} events were read of the ${changed - 2} before the damage`;
    return isEndOf(whole, bytes, changed) ? "read to its torn end" : `damage in line ${changed} was not noticed`;
  } catch (error) {
    if (!(error instanceof JournalError)) return `threw ${String(error)}`;
    return error.line === changed ? "refused" : `names line ${error.line}, changed was line ${changed}`;
  }
}

/** Nothing whole follows the changed place: it looks as a crash in the middle of a write does. */
function isEndOf(whole: Uint8Array, bytes: Uint8Array, changed: number): boolean {
  const lines = new TextDecoder("latin1").decode(bytes).split("\n");
  const written = new TextDecoder("latin1").decode(whole).split("\n");
  return lines.length <= changed || (lines.length === changed + 1 && lines[changed - 1] === written[changed - 1]);
}

import { sha256Hex } from "../../../core/digest/sha256.ts";
import type { RunEvent } from "../../../core/run/event.ts";

/**
 * What the first line of every journal says. Raised whenever another bigops could tell another story from the same lines: with what a digest is made
 * of, with the shape of an event, and with what follows from one (`test/drivers/local/journal/format.test.ts` notices).
 *
 * Only this one is read. In /1 digests named no cluster, later they did, and its rechecks had no numbers; in /2 a change of Flink or Alertmanager came
 * to name its server, and evidence that had moved came to be asked about once more; in /3 nobody was paged at once for what was made twice and did not last; in
 * /4 a page could be sent for that although its condition did not hold; in /5 half of a sample from before a sleep was kept, attempts were counted for
 * each write, and a clock that had been ahead brought pages sooner once it was put right; in /6 it still did where it had been set while no process was
 * there, and a change whose write might still arrive was called not made without a last question.
 */
export const JOURNAL_FORMAT = "bigops.journal/7";

/** One event's line may be this long, bytes of UTF-8. */
export const MAX_LINE_BYTES = 1_000_000;

/** The first line is shorter than this, whatever the run's id. */
export const MAX_HEADER_BYTES = 300;

/** The end of the chain: what the next line must follow. */
export interface ChainEnd {
  readonly seq: number;
  readonly hash: string;
}

/** A line without its newline, and its hash. */
export interface SealedLine {
  readonly text: string;
  readonly hash: string;
}

/** A journal's first line. */
export function headerLine(run: string): SealedLine {
  return sealed({ seq: 0, prev: null, format: JOURNAL_FORMAT, run });
}

/** The line of the event that follows `last`. */
export function eventLine(last: ChainEnd, event: RunEvent): SealedLine {
  return sealed({ seq: last.seq + 1, prev: last.hash, event });
}

/**
 * A line is the JSON of its fields with one more at its end, `hash`: SHA-256 of the text before that field. `prev` repeats the hash of the line
 * before, so that each hash covers the whole journal up to it, and a changed last line is noticed as well.
 */
export function sealed(fields: object): SealedLine {
  const body = JSON.stringify(fields).slice(0, -1);
  const hash = sha256Hex(body);
  return { text: `${body},"hash":"${hash}"}`, hash };
}

const SEAL = /^(.*),"hash":"([0-9a-f]{64})"\}$/s;

/** The line's hash if the line is whole, else null. */
export function sealOf(line: string): string | null {
  const [, body, hash] = SEAL.exec(line) ?? [];
  if (body === undefined || hash === undefined) return null;
  return sha256Hex(body) === hash ? hash : null;
}

import { sha256Hex } from "../../../core/digest/sha256.ts";
import type { RunEvent } from "../../../core/run/event.ts";

/** What the first line of every journal says; raised when a reader of the old one could misread the new one. */
export const JOURNAL_FORMAT = "bigops.journal/2";

/** The formats that are read. One of /1 is the same, and never of a run that was handed over. */
export const READ_FORMATS: readonly string[] = ["bigops.journal/1", JOURNAL_FORMAT];

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

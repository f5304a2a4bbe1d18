import type { RunEvent } from "../../../core/run/event.ts";
import { isEventType } from "../../../core/run/event-types.ts";
import { plainText } from "../../../core/text/plain-text.ts";
import { JournalError } from "./journal-error.ts";
import type { ChainEnd } from "./journal-line.ts";
import { JOURNAL_FORMAT, MAX_HEADER_BYTES, MAX_LINE_BYTES, sealOf } from "./journal-line.ts";

export interface JournalContents {
  /** The run's id; null when not even the first line is whole. */
  readonly run: string | null;
  readonly events: readonly RunEvent[];
  /** null when not even the first line is whole. */
  readonly end: ChainEnd | null;
  /** How many bytes are whole lines, their newlines included. */
  readonly wholeBytes: number;
  /** The last whole line lacks its newline, which belongs at `wholeBytes`. */
  readonly lacksNewline: boolean;
  /** What a crash left of a line that was being written; it had no consequences. */
  readonly torn: { readonly line: number; readonly bytes: number } | null;
}

/** Where a journal stands, for what is said of it. */
interface JournalPlace {
  readonly what: string;
  /** Lines of the file before its first one. */
  readonly linesBefore: number;
  /** What to do where it is damaged. */
  readonly advice: string;
}

const OWN_FILE: JournalPlace = {
  what: "journal",
  linesBefore: 0,
  advice: "What follows cannot be trusted; look at the live system, and start a new run.",
};

/**
 * Reads a journal: whole lines, each following the one before. Bytes after the last newline are a torn line, or zeros where lines never came to the disk,
 * and dropped: nothing is done before a line is written whole. Anything else that does not fit is refused.
 * Throws JournalError `damaged` with line and sequence, or `other-version`.
 */
export function readJournal(bytes: Uint8Array, path: string, place: JournalPlace = OWN_FILE): JournalContents {
  const reader = new Reader(path, place);
  let from = 0;
  for (let newline = bytes.indexOf(10); newline !== -1; newline = bytes.indexOf(10, from)) {
    reader.take(bytes.subarray(from, newline));
    from = newline + 1;
  }
  const tail = bytes.subarray(from);
  if (tail.length === 0) return reader.contents(from, false, null);
  if (isWhole(tail)) {
    reader.take(tail);
    return reader.contents(bytes.length, true, null);
  }
  // A whole line that ends in another byte than its newline was not torn: that byte was changed.
  if (isWhole(tail.subarray(0, -1))) throw reader.damage("its newline was overwritten");
  const written = withoutZeros(tail);
  // A line that came to the disk whole is not lost with the newline behind it.
  if (isWhole(tail.subarray(0, written))) {
    reader.take(tail.subarray(0, written));
    return reader.contents(from + written, true, { line: reader.nextLine, bytes: tail.length - written });
  }
  if (written > reader.nextLimitBytes) throw reader.damage(`it goes on for ${written} bytes`);
  return reader.contents(from, false, { line: reader.nextLine, bytes: tail.length });
}

class Reader {
  readonly #path: string;
  readonly #place: JournalPlace;
  readonly #events: RunEvent[] = [];
  #run: string | null = null;
  #end: ChainEnd | null = null;

  constructor(path: string, place: JournalPlace) {
    this.#path = path;
    this.#place = place;
  }

  get nextLine(): number {
    return this.#place.linesBefore + (this.#end === null ? 1 : this.#end.seq + 2);
  }

  /** No line is longer; what is, lost its newlines. */
  get nextLimitBytes(): number {
    return this.#end === null ? MAX_HEADER_BYTES : MAX_LINE_BYTES;
  }

  take(bytes: Uint8Array): void {
    const text = decoded(bytes);
    if (this.#end === null) this.#refuseOtherVersion(text);
    const hash = text === null ? null : sealOf(text);
    if (text === null || hash === null) throw this.damage("its text does not match its hash");
    const line: unknown = JSON.parse(text);
    if (this.#end === null) {
      if (!isHeader(line)) throw this.damage(`it is no first line of a ${JOURNAL_FORMAT}`);
      this.#run = line.run;
      this.#end = { seq: 0, hash };
      return;
    }
    if (!isEventLine(line)) throw this.damage("it carries no event");
    const seq = this.#end.seq + 1;
    if (line.prev !== this.#end.hash) throw this.damage("it does not follow the line before it");
    if (!isEventType(line.event.type)) throw this.#unknown(line.event.type);
    this.#events.push(line.event);
    this.#end = { seq, hash };
  }

  damage(what: string): JournalError {
    const line = this.nextLine;
    return new JournalError(
      "damaged",
      this.#path,
      line,
      `cannot read the ${this.#place.what} ${this.#path}: line ${line} (sequence ${line - 1 - this.#place.linesBefore}) is damaged, ${what}. ${this.#place.advice}`,
    );
  }

  #unknown(type: unknown): JournalError {
    const line = this.nextLine;
    const called = typeof type === "string" ? plainText(type, 60) : "";
    return new JournalError(
      "other-version",
      this.#path,
      line,
      `cannot read the ${this.#place.what} ${this.#path}: line ${line} is an event "${called}", which this bigops does not know. Use the version of bigops that wrote it.`,
    );
  }

  contents(wholeBytes: number, lacksNewline: boolean, torn: JournalContents["torn"]): JournalContents {
    return { run: this.#run, events: this.#events, end: this.#end, wholeBytes, lacksNewline, torn };
  }

  // Before the hash is looked at: another version may seal its lines in another way.
  #refuseOtherVersion(text: string | null): void {
    const format = /"format":"(bigops\.journal\/\d+)"/.exec(text ?? "")?.[1];
    if (format === undefined || format === JOURNAL_FORMAT) return;
    throw new JournalError(
      "other-version",
      this.#path,
      this.nextLine,
      `cannot read the ${this.#place.what} ${this.#path}: it is written as ${format}, this bigops reads ${JOURNAL_FORMAT}. Use the version of bigops that wrote it. What may have been changed is in the live system, not here.`,
    );
  }
}

/**
 * How many bytes there are before the zeros at the end. After a power failure a file may be as long as it was written to be, with zeros where no data came to
 * the disk before: lines of ours have none, and what was not synced had no consequences.
 */
function withoutZeros(bytes: Uint8Array): number {
  return bytes.findLastIndex((byte) => byte !== 0) + 1;
}

function isWhole(bytes: Uint8Array): boolean {
  const text = decoded(bytes);
  return text !== null && sealOf(text) !== null;
}

function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

function isHeader(line: unknown): line is { readonly run: string } {
  return isObject(line) && line["seq"] === 0 && line["format"] === JOURNAL_FORMAT && typeof line["run"] === "string";
}

// The hash vouches that we wrote the line, and the format for the shape of its event.
function isEventLine(line: unknown): line is { readonly prev: string; readonly event: RunEvent } {
  return isObject(line) && typeof line["prev"] === "string" && isObject(line["event"]);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

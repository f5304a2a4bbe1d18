import type { RunEvent } from "../../../core/run/event.ts";
import type { AppendFile, Disk } from "../disk.ts";
import { JournalError } from "./journal-error.ts";
import type { ChainEnd } from "./journal-line.ts";
import { eventLine, headerLine, MAX_LINE_BYTES } from "./journal-line.ts";
import type { JournalContents } from "./read-journal.ts";

/** Appends to one journal. Holds the file open; after an error nothing more may be appended. */
export interface JournalWriter {
  /** Written when it resolves, not yet safe from a power failure. Throws JournalError `too-large` or `foreign-write`, or the system's error. */
  append(event: RunEvent): Promise<void>;
  /** Everything appended so far survives a power failure. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Goes on in a journal that was read as `contents`: cuts off a torn line first, and puts the rest on disk once more, where a sync of whoever wrote it may
 * have failed. A journal without a whole first line gets one.
 */
export async function continueJournal(
  disk: Disk,
  folder: string,
  path: string,
  run: string,
  contents: JournalContents | null,
): Promise<JournalWriter> {
  const file = await disk.openAppend(path);
  try {
    const wholeBytes = contents?.wholeBytes ?? 0;
    if ((await file.sizeBytes()) > wholeBytes) await file.truncate(wholeBytes);
    if (contents !== null && contents.end !== null) {
      await disk.rewrite(path);
      const writer = new Writer(file, path, wholeBytes, contents.end);
      if (contents.lacksNewline) await writer.write("\n");
      return writer;
    }
    const header = headerLine(run);
    const writer = new Writer(file, path, 0, { seq: 0, hash: header.hash });
    await writer.write(`${header.text}\n`);
    await disk.syncFolder(folder);
    return writer;
  } catch (error) {
    await file.close();
    throw error;
  }
}

class Writer implements JournalWriter {
  readonly #file: AppendFile;
  readonly #path: string;
  #sizeBytes: number;
  #end: ChainEnd;
  #unsynced = true;

  constructor(file: AppendFile, path: string, sizeBytes: number, end: ChainEnd) {
    this.#file = file;
    this.#path = path;
    this.#sizeBytes = sizeBytes;
    this.#end = end;
  }

  async append(event: RunEvent): Promise<void> {
    const line = eventLine(this.#end, event);
    await this.write(`${line.text}\n`, event.type);
    this.#end = { seq: this.#end.seq + 1, hash: line.hash };
  }

  async write(text: string, what = "header"): Promise<void> {
    const bytes = new TextEncoder().encode(text);
    if (bytes.length > MAX_LINE_BYTES) throw this.#tooLarge(what, bytes.length);
    const foundBytes = await this.#file.sizeBytes();
    if (foundBytes !== this.#sizeBytes) throw this.#foreign(foundBytes);
    this.#unsynced = true;
    try {
      await this.#file.append(bytes);
    } catch (error) {
      // A part may have been written; what cannot be cut off now will be dropped as torn by the next reader.
      await this.#file.truncate(this.#sizeBytes).catch(() => undefined);
      throw error;
    }
    this.#sizeBytes += bytes.length;
  }

  async sync(): Promise<void> {
    if (!this.#unsynced) return;
    await this.#file.sync();
    this.#unsynced = false;
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  #tooLarge(what: string, sizeBytes: number): JournalError {
    const message = `cannot record the event ${what} in ${this.#path}: it takes ${sizeBytes} bytes, the limit is ${MAX_LINE_BYTES}`;
    return new JournalError("too-large", this.#path, this.#end.seq + 2, message);
  }

  #foreign(foundBytes: number): JournalError {
    const message =
      `cannot go on in ${this.#path}: it has ${foundBytes} bytes, this process left it with ${this.#sizeBytes}. ` +
      "Somebody else wrote into it; stop the other one, then resume the run.";
    return new JournalError("foreign-write", this.#path, this.#end.seq + 2, message);
  }
}

import type { RunEvent } from "../../core/run/event.ts";
import { JournalError } from "./journal/journal-error.ts";
import type { JournalWriter } from "./journal/journal-writer.ts";
import { notRecordedBecause } from "./not-recorded.ts";

/**
 * A run's journal for as long as it can be written. After the first failure nothing more is: a journal with a gap would be a lie, and a failed sync
 * tells nothing of what is on disk. The run may go on looking, not changing.
 */
export class Recorder {
  readonly #path: string;
  readonly #writer: JournalWriter | null;
  #notRecorded: string | null;

  constructor(path: string, writer: JournalWriter | null, notRecorded: string | null) {
    this.#path = path;
    this.#writer = writer;
    this.#notRecorded = notRecorded;
  }

  /** Why nothing is recorded any more; null while everything is. */
  get notRecorded(): string | null {
    return this.#notRecorded;
  }

  /** Whether the event was written. Throws JournalError where it may not be (too large, another writer). */
  async record(event: RunEvent): Promise<boolean> {
    return await this.#attempt((writer) => writer.append(event));
  }

  /** Whether everything recorded is on disk. */
  async sync(): Promise<boolean> {
    return await this.#attempt((writer) => writer.sync());
  }

  async close(): Promise<void> {
    await this.sync();
    await this.#writer?.close().catch(() => undefined);
  }

  async #attempt(action: (writer: JournalWriter) => Promise<void>): Promise<boolean> {
    if (this.#writer === null || this.#notRecorded !== null) return false;
    try {
      await action(this.#writer);
      return true;
    } catch (error) {
      if (error instanceof JournalError) throw error;
      this.#notRecorded = notRecordedBecause(this.#path, error);
      return false;
    }
  }
}

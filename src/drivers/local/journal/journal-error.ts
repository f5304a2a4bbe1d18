/**
 * Why a journal cannot be read or written as it is.
 * `damaged`: bytes changed after they were written. `other-version`: written by a bigops with another format. `empty`: the process that began the run
 * was gone before its first event was written. `too-large`: one event exceeds
 * the bound. `foreign-write`: somebody else wrote into it while this process held the run.
 */
export type JournalErrorCode = "damaged" | "other-version" | "empty" | "too-large" | "foreign-write";

export class JournalError extends Error {
  readonly code: JournalErrorCode;
  readonly path: string;
  /** 1-based; null where no single line is meant. */
  readonly line: number | null;

  constructor(code: JournalErrorCode, path: string, line: number | null, message: string) {
    super(message);
    this.name = "JournalError";
    this.code = code;
    this.path = path;
    this.line = line;
  }
}

import type { RunEvent } from "../../../core/run/event.ts";
import { eventShape } from "../../../core/run/event-shape.ts";
import { IN_PLAIN_WORDS } from "../../../core/source/plain-words.ts";
import { expectInPlace } from "../journal/expect-in-place.ts";
import { JournalError, type JournalErrorCode } from "../journal/journal-error.ts";
import { sealOf } from "../journal/journal-line.ts";
import { readJournal } from "../journal/read-journal.ts";
import { idOf } from "../run-id-of.ts";
import { EXPORT_FORMAT, exportHeaderShape, type ExportHeader } from "./export-shape.ts";

/** No run's journal is longer; what is, is no export. */
export const MAX_EXPORT_BYTES = 64_000_000;

const ADVICE = 'Export it once more with "bigops runs export".';

export interface ExportedRun {
  readonly header: ExportHeader;
  /** At least one; the first is `started`. */
  readonly events: readonly RunEvent[];
}

/**
 * Reads an export from its first byte to its last. It comes from elsewhere, so that each event's shape is looked at as well as its hash.
 * Throws JournalError with the line of what does not hold: `damaged`, `other-version` or `too-large`.
 */
export function readExport(bytes: Uint8Array, path: string): ExportedRun {
  const refuse = (code: JournalErrorCode, line: number, what: string): JournalError =>
    new JournalError(code, path, line, `cannot read the export ${path}: ${what}`);
  if (bytes.length > MAX_EXPORT_BYTES)
    throw refuse("too-large", 1, `it has more than ${MAX_EXPORT_BYTES} bytes, as no run has.`);
  const newline = bytes.indexOf(10);
  const header = headerOf(bytes.subarray(0, newline === -1 ? bytes.length : newline), refuse);
  const rest = bytes.subarray(newline === -1 ? bytes.length : newline + 1);
  const place = { what: "export", linesBefore: 1, advice: ADVICE };
  const { run, events, end, torn, lacksNewline } = readJournal(rest, path, place);
  const lastLine = events.length + 2;
  if (torn !== null || lacksNewline || events.length !== header.events)
    throw refuse(
      "damaged",
      lastLine,
      `it ends after ${events.length} of ${header.events} events, at line ${lastLine}. ${ADVICE}`,
    );
  if (end?.hash !== header.hash)
    throw refuse("damaged", lastLine, `line ${lastLine} is not the one that line 1 speaks of. ${ADVICE}`);
  for (const [index, event] of events.entries()) {
    const line = index + 3;
    const problem = shapeProblem(event);
    if (problem !== null)
      throw refuse(
        "other-version",
        line,
        `line ${line} is no event as this bigops writes it (${problem}). It was written by bigops ${header.version}: use that one.`,
      );
    if ((index === 0) !== (event.type === "started"))
      throw refuse("damaged", line, `line ${line} does not belong there. ${ADVICE}`);
  }
  if (run !== header.run || idOf(events) !== header.run)
    throw refuse("damaged", 1, `it holds another run than line 1 says. ${ADVICE}`);
  expectInPlace(events, path, { what: "export", firstLine: 3 });
  return { header, events };
}

function headerOf(
  bytes: Uint8Array,
  refuse: (code: JournalErrorCode, line: number, what: string) => JournalError,
): ExportHeader {
  const text = decoded(bytes);
  const format = /^\{"format":"(bigops\.[a-z]+\/\d{1,6})"/.exec(text ?? "")?.[1];
  if (text === null || format === undefined) throw refuse("damaged", 1, "line 1 is not that of an export of a run.");
  if (format !== EXPORT_FORMAT)
    throw refuse(
      "other-version",
      1,
      `it is written as ${format}, this bigops reads ${EXPORT_FORMAT}. Use the version of bigops that wrote it.`,
    );
  if (sealOf(text) === null)
    throw refuse("damaged", 1, `line 1 is damaged, its text does not match its hash. ${ADVICE}`);
  const read = exportHeaderShape.safeParse(withoutSeal(text), IN_PLAIN_WORDS);
  if (!read.success) throw refuse("damaged", 1, `line 1 is damaged: ${where(read.error.issues[0])}. ${ADVICE}`);
  return read.data;
}

/** The seal has the name of the field that says the journal's last hash: it goes, that one stays. */
function withoutSeal(text: string): unknown {
  return JSON.parse(`${text.slice(0, text.lastIndexOf(',"hash":"'))}}`);
}

function shapeProblem(event: unknown): string | null {
  try {
    const read = eventShape.safeParse(event, IN_PLAIN_WORDS);
    return read.success ? null : where(read.error.issues[0]);
  } catch (error) {
    // Nested so deeply that it cannot be looked at.
    if (error instanceof RangeError) return "it is nested too deeply";
    throw error;
  }
}

function where(issue: { readonly path: readonly PropertyKey[]; readonly message: string } | undefined): string {
  return issue === undefined ? "" : `${issue.path.map(String).join(".").slice(0, 100)} ${issue.message.slice(0, 200)}`;
}

function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

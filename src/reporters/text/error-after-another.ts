import type { CheckEntry } from "../../core/document/run-document.ts";

/** How a check's error is told below another's: no longer than what is new in it. */
export interface LaterError {
  readonly said: string;
  readonly hint: string | null;
}

/** A server and who asks it, as errors name them. */
const PLACE = / at https?:\/\/\S+(?: as [^:]+)?(?=:)/;
/** What is said up to the status; the server's own sentence follows. */
const UP_TO_STATUS = /^.*?\(\d{3}\)/;

/**
 * The error of a check where an earlier one failed in the same way: one missing permission, or one server that is down, should not fill the screen.
 * null where it is to be told in full.
 */
export function laterError({ id, error }: CheckEntry, asked: readonly CheckEntry[]): LaterError | null {
  if (error === null) return null;
  const before = asked.slice(
    0,
    asked.findIndex((check) => check.id === id),
  );
  const same = before.find((other) => other.error?.message === error.message);
  if (same !== undefined) return { said: `the same as ${same.id}`, hint: null };
  const alike = before.find((other) => other.error?.code === error.code && other.error.hint === error.hint);
  if (alike?.error != null && error.hint !== "") {
    const tail = commonTail(alike.error.message, error.message);
    return { said: tail === "" ? error.message : `${tail}, as ${alike.id}`, hint: null };
  }
  const [place] = PLACE.exec(error.message) ?? [];
  const isRefused = error.code === "forbidden" && before.some((other) => other.error?.code === "forbidden");
  if (!isRefused || place === undefined || !before.some((other) => other.error?.message.includes(place))) return null;
  const short = UP_TO_STATUS.exec(error.message)?.[0] ?? error.message;
  return { said: short.replace(place, ""), hint: error.hint.split("; ")[0] ?? null };
}

/** The clauses in which both messages end, e.g. "connection refused: nothing listens there". */
function commonTail(one: string, other: string): string {
  const [mine, theirs] = [one.split(": "), other.split(": ")];
  let count = 0;
  while (count < theirs.length - 1 && mine.at(-1 - count) === theirs.at(-1 - count)) count += 1;
  return count === 0 ? "" : theirs.slice(-count).join(": ");
}

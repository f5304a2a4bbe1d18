import type { Unread } from "./lag-facts.ts";

/** So many are read first: theirs are the numbers that are shown. */
const FIRST = 20;
/** And no more at once than are read where nothing is bisected. */
const MOST_AT_ONCE = 200;

/**
 * Ages by times overstate: what they find may be a transaction marker, which no reader gets. So the oldest are read themselves, in growing numbers, until one
 * that was read is as old as all the rest can be: then the greatest age is a record's own. `asked` and `spans` in one order, as the answer.
 */
export async function refineOldest<T>(
  asked: readonly T[],
  spans: readonly Unread[],
  read: (asked: readonly T[]) => Promise<readonly Unread[]>,
): Promise<readonly Unread[]> {
  const found = [...spans];
  const order = found.map((_, index) => index).sort((a, b) => earliestMs(found[a]) - earliestMs(found[b]));
  let oldestRecordMs = Number.POSITIVE_INFINITY;
  for (let at = 0, size = FIRST; at < order.length; at += size, size = Math.min(2 * size, MOST_AT_ONCE)) {
    const batch = order.slice(at, at + size).filter((index) => earliestMs(found[index]) < oldestRecordMs);
    if (batch.length === 0) break;
    const records = await read(batch.flatMap((index) => asked[index] ?? []));
    for (const [place, index] of batch.entries()) {
      const record = records[place];
      if (record === undefined || record.kind === "unknown") continue;
      found[index] = record;
      if (record.kind === "record") oldestRecordMs = Math.min(oldestRecordMs, record.timestampMs);
    }
    // Whoever may not read these may hardly read the others.
    if (records.every(({ kind }) => kind === "between")) break;
  }
  return found;
}

/** What could not be found out is not older than anything. */
function earliestMs(unread: Unread | undefined): number {
  return unread?.kind === "between" ? unread.earliestMs : Number.POSITIVE_INFINITY;
}

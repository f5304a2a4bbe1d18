/** A text as it is meant, and where each of its signs was written: sign i in [starts[i], ends[i]). */
export interface Reading {
  readonly text: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** Each match in a text by what it means; `null` where nothing matches, or means something else than it says. */
export function readingOf(
  text: string,
  matches: Iterable<RegExpExecArray>,
  meant: (match: string) => string | null,
): Reading | null {
  const parts: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  let at = 0;
  const put = (part: string, from: number, to: number, isMeant: boolean): void => {
    parts.push(part);
    for (let index = 0; index < part.length; index += 1) {
      starts.push(isMeant ? from : from + index);
      ends.push(isMeant ? to : from + index + 1);
    }
  };
  for (const found of matches) {
    const [match] = found;
    const instead = meant(match);
    if (instead === null) continue;
    put(text.slice(at, found.index), at, found.index, false);
    at = found.index + match.length;
    put(instead, found.index, at, true);
  }
  if (at === 0) return null;
  put(text.slice(at), at, text.length, false);
  return { text: parts.join(""), starts, ends };
}

/** What is read in a reading, by its places in the text that was read first. */
export function within(outer: Reading | null, inner: Reading): Reading {
  if (outer === null) return inner;
  return {
    text: inner.text,
    starts: inner.starts.map((place) => outer.starts[place] ?? 0),
    ends: inner.ends.map((place) => outer.ends[place - 1] ?? 0),
  };
}

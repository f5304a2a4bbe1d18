/** A text as it is meant, and where in the text that was read its part [start, end) was written. */
export interface Reading {
  readonly text: string;
  readonly place: (start: number, end: number) => Place;
}

export interface Place {
  readonly start: number;
  readonly end: number;
}

/** A part that begins at `at` of what is meant and was written in [start, end): sign by sign as it is, or only as a whole. */
interface Piece extends Place {
  readonly at: number;
  readonly isWhole: boolean;
}

/** Each match in a text by what it means; `null` where nothing matches, or means something else than it says. */
export function readingOf(
  text: string,
  matches: Iterable<RegExpExecArray>,
  meant: (match: string) => string | null,
): Reading | null {
  const parts: string[] = [];
  const pieces: Piece[] = [];
  let at = 0;
  let read = 0;
  const put = (part: string, end: number, isWhole: boolean): void => {
    if (part !== "") {
      parts.push(part);
      pieces.push({ at, start: read, end, isWhole });
    }
    at += part.length;
    read = end;
  };
  for (const { 0: match, index } of matches) {
    const instead = meant(match);
    if (instead === null) continue;
    put(text.slice(read, index), index, false);
    put(instead, index + match.length, true);
  }
  if (read === 0) return null;
  put(text.slice(read), text.length, false);
  return { text: parts.join(""), place: (start, end) => placeIn(pieces, start, end) };
}

/** What is read in a reading, by its places in the text that was read first. */
export function within(outer: Reading | null, inner: Reading): Reading {
  if (outer === null) return inner;
  return {
    text: inner.text,
    place: (start, end) => {
      const place = inner.place(start, end);
      return outer.place(place.start, place.end);
    },
  };
}

function placeIn(pieces: readonly Piece[], start: number, end: number): Place {
  const first = pieceOf(pieces, start);
  const last = pieceOf(pieces, end - 1);
  return {
    start: first === undefined ? 0 : first.start + (first.isWhole ? 0 : start - first.at),
    end: last === undefined ? 0 : last.isWhole ? last.end : last.start + (end - last.at),
  };
}

function pieceOf(pieces: readonly Piece[], sign: number): Piece | undefined {
  let low = 0;
  let high = pieces.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((pieces[middle]?.at ?? 0) <= sign) low = middle;
    else high = middle;
  }
  return pieces[low];
}

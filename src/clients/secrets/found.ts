/** A secret in a text: [start, end). */
export interface Found {
  readonly start: number;
  readonly end: number;
  readonly token: string;
}

/** In their order, and those that overlap as one: it is called as the longest of them is. */
export function apart(found: readonly Found[]): readonly Found[] {
  const separate: Found[] = [];
  for (const one of [...found].sort((a, b) => a.start - b.start)) addFound(separate, one);
  return separate;
}

/** Behind others, none of which begins later. */
export function addFound(separate: Found[], one: Found): void {
  const last = separate.at(-1);
  if (last === undefined || one.start >= last.end) separate.push(one);
  else separate[separate.length - 1] = joined(last, one);
}

function joined(a: Found, b: Found): Found {
  const { token } = b.end - b.start > a.end - a.start ? b : a;
  return { start: Math.min(a.start, b.start), end: Math.max(a.end, b.end), token };
}

/** The text with tokens in the places that were found; none overlaps another. */
export function withTokens(text: string, found: readonly Found[]): string {
  if (found.length === 0) return text;
  let kept = 0;
  let replaced = "";
  for (const { start, end, token } of found) {
    replaced += text.slice(kept, start) + token;
    kept = end;
  }
  return replaced + text.slice(kept);
}

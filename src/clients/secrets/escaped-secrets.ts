import { type Found, type SecretSearch, withTokens } from "./secret-search.ts";
import { unescaped } from "./unescaped.ts";

/** Escaped three times is as a server writes that quotes an answer which quotes a request which was escaped for a URL. */
const MOST_TIMES = 3;
/** UTF-16 units. Longer texts are read and not told: what is told of them is short, and looked at once more. */
const LONGEST = 65_536;

/**
 * The text without the secrets that stand in it in an escaped form, whichever signs a language escapes and how often: they are looked for in what the
 * escapes mean, and replaced where they were written.
 */
export function withoutEscaped(text: string, search: SecretSearch): string {
  if (text.length > LONGEST) return text;
  let inner = unescaped(text);
  for (let times = 1; inner !== null && times <= MOST_TIMES; times += 1) {
    const { starts, ends } = inner;
    const at = search
      .find(inner.text)
      .map(({ start, end, token }): Found => ({ start: starts[start] ?? 0, end: ends[end - 1] ?? 0, token }));
    // What was escaped another number of times may stand beside it.
    if (at.length > 0) return withoutEscaped(withTokens(text, at), search);
    const next = unescaped(inner.text);
    inner = next && {
      text: next.text,
      starts: next.starts.map((place) => starts[place] ?? 0),
      ends: next.ends.map((place) => ends[place - 1] ?? 0),
    };
  }
  return text;
}

import { joined } from "./joined.ts";
import { type Reading, within } from "./reading.ts";
import { spelled } from "./spelled.ts";
import { unescaped } from "./unescaped.ts";

/** Escaped three times is as a server writes that quotes an answer which quotes a request which was escaped for a URL. */
const MOST_TIMES = 3;
/** UTF-16 units. Longer texts are read and not told: what is told of them is short, and looked at once more. */
const LONGEST = 65_536;

/** What a text may mean beside what it says: wrapped over lines, spelled in bytes, and whichever signs a language escapes and how often. */
export function readings(text: string): readonly Reading[] {
  const found: Reading[] = [];
  if (text.length > LONGEST) return found;
  let outer: Reading | null = null;
  for (let times = 0; times <= MOST_TIMES; times += 1) {
    const said = outer?.text ?? text;
    const unwrapped = joined(said);
    for (const meant of [...(unwrapped === null ? [] : [unwrapped]), ...spelled(said)])
      found.push(within(outer, meant));
    const inner = times < MOST_TIMES ? unescaped(said) : null;
    if (inner === null) break;
    outer = within(outer, inner);
    found.push(outer);
  }
  return found;
}

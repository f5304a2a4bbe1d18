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
  if (text.length > LONGEST) return [];
  // An escape may itself be broken by the end of a line.
  const unwrapped = joined(text);
  return [...levels(text, null), ...(unwrapped === null ? [] : [unwrapped, ...levels(unwrapped.text, unwrapped)])];
}

function levels(text: string, read: Reading | null): readonly Reading[] {
  const found = spelled(text).map((meant) => within(read, meant));
  let outer = read;
  for (let times = 0; times < MOST_TIMES; times += 1) {
    const inner = unescaped(outer?.text ?? text);
    if (inner === null) break;
    outer = within(outer, inner);
    const unwrapped = joined(outer.text);
    for (const meant of [...(unwrapped === null ? [] : [unwrapped]), ...spelled(outer.text)])
      found.push(within(outer, meant));
    found.push(outer);
  }
  return found;
}

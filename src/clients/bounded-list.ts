import * as z from "zod";
import { readEntry } from "./read-entry.ts";

/** `init` asserts what it is given, which the compiler takes from a name with a declared type only. */
const List: typeof z.ZodArray = z.ZodArray;

const BoundedList = z.core.$constructor<z.ZodArray<z.ZodType>>("BoundedList", (list, def) => {
  List.init(list, def);
  const unfit = list._zod.parse;
  list._zod.parse = (whole, context) => {
    const entries: unknown = whole.value;
    if (!Array.isArray(entries)) return unfit(whole, context);
    const found: unknown[] = [];
    for (let at = 0; at < entries.length; at += 1) {
      const read = readEntry(def.element, entries[at], at, whole, context);
      if (read === null) return whole;
      found.push(read.value);
    }
    whole.value = found;
    return whole;
  };
});

/**
 * A list as z.array reads it, for what a server answers: the first entry that does not fit ends it, with one issue at its index. z.array makes issues
 * for every entry, and of an answer below the cap of 16 MB those alone take gigabytes.
 */
export function boundedList<Entry extends z.ZodType>(entry: Entry): z.ZodArray<Entry> {
  return new BoundedList({ type: "array", element: entry }) as z.ZodArray<Entry>;
}

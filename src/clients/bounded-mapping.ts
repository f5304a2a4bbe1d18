import * as z from "zod";
import { readEntry } from "./read-entry.ts";

type Mapping<Value extends z.ZodType> = z.ZodRecord<z.ZodString, Value>;

/** `init` asserts what it is given, which the compiler takes from a name with a declared type only. */
const AnyMapping: typeof z.ZodRecord = z.ZodRecord;

const BoundedMapping = z.core.$constructor<Mapping<z.ZodType>>("BoundedMapping", (mapping, def) => {
  AnyMapping.init(mapping, def);
  const unfit = mapping._zod.parse;
  mapping._zod.parse = (whole, context) => {
    const entries: unknown = whole.value;
    if (!z.core.util.isPlainObject(entries)) return unfit(whole, context);
    const found: Record<string, unknown> = {};
    for (const key of Object.keys(entries)) {
      // As an assignment it would be no entry but the prototype.
      if (key === "__proto__") continue;
      const read = readEntry(def.valueType, entries[key], key, whole, context);
      if (read === null) return whole;
      found[key] = read.value;
    }
    whole.value = found;
    return whole;
  };
});

/** A mapping from any text as z.record reads it, for what a server answers: the first value that does not fit ends it, as with `boundedList`. */
export function boundedMapping<Value extends z.ZodType>(value: Value): Mapping<Value> {
  return new BoundedMapping({
    type: "record",
    keyType: z.string(),
    valueType: value,
  }) as Mapping<Value>;
}

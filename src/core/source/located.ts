import type { Json } from "../json.ts";
import type { Range } from "./source.ts";

/** A value of a YAML file, and where it stands. */
export interface Located {
  readonly value: Json;
  /** The value's own text; for an empty value the place where it would be. */
  readonly range: Range;
  /** How a scalar is written: decides how offsets inside it are found. */
  readonly style: "plain" | "quoted" | "block" | "collection";
  /** By key, or by index as text; `key` is where the name stands, for a list entry where the entry stands. */
  readonly entries: ReadonlyMap<string, { readonly key: Range; readonly value: Located }>;
}

export type Path = readonly (string | number)[];

/** The value at a path, or the deepest one on the way there. */
export function located(root: Located, path: Path): Located {
  let here = root;
  for (const step of path) {
    const next = here.entries.get(String(step))?.value;
    if (next === undefined) return here;
    here = next;
  }
  return here;
}

/** Where the last name of a path stands; where it is missing, the name of the nearest that is there. */
export function keyRange(root: Located, path: Path): Range {
  let here = root;
  let range: Range | null = null;
  for (const step of path) {
    const entry = here.entries.get(String(step));
    if (entry === undefined) break;
    range = entry.key;
    here = entry.value;
  }
  return range ?? { start: root.range.start, end: root.range.start + 1 };
}

/** The range in the file of a range of a scalar's value. Folding and indentation change white space only, so the other characters are counted. */
export function rangeInside(text: string, { value, range, style }: Located, inner: Range): Range {
  if (typeof value !== "string") return range;
  const raw = text.slice(range.start, range.end);
  const from = style === "block" ? raw.indexOf("\n") + 1 : style === "quoted" ? 1 : 0;
  const start = rawOffset(raw, from, solid(value.slice(0, inner.start)));
  const end = rawOffset(raw, from, solid(value.slice(0, Math.max(inner.start, inner.end - 1))));
  return { start: range.start + start, end: range.start + end + 1 };
}

function solid(text: string): number {
  return text.replace(/\s/g, "").length;
}

/** The offset of the solid character after `count` others. */
function rawOffset(raw: string, from: number, count: number): number {
  let left = count;
  for (let offset = from; offset < raw.length; offset += 1) {
    if (/\s/.test(raw[offset] ?? "")) continue;
    if (left === 0) return offset;
    left -= 1;
  }
  return Math.max(from, raw.trimEnd().length - 1);
}

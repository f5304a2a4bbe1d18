import { isAlias, isMap, isNode, isScalar, isSeq, Scalar, type Document, type Node } from "yaml";
import type { Json } from "../json.ts";
import type { Located } from "./located.ts";
import type { Range } from "./source.ts";

/** An alias repeats what it names, so a small file can stand for a huge one. */
const MAX_VALUES = 50_000;

export interface NodeProblem {
  readonly range: Range;
  readonly message: string;
}

interface Walk {
  readonly document: Document;
  readonly problems: NodeProblem[];
  /** Aliases being followed: one inside itself has no end. */
  readonly following: Set<Node>;
  /** The alias in the text from which others are followed. */
  outermost: Range | null;
  values: number;
}

/** The document's values with their places. Duplicate keys, keys that are no text, aliases that explode and values that JSON lacks become problems. */
export function locateNodes(document: Document): { readonly root: Located; readonly problems: readonly NodeProblem[] } {
  const walk: Walk = { document, problems: [], following: new Set(), outermost: null, values: 0 };
  const root = locate(document.contents, { start: 0, end: 0 }, walk);
  return { root, problems: walk.problems };
}

function locate(node: unknown, empty: Range, walk: Walk): Located {
  walk.values += 1;
  if (walk.values > MAX_VALUES) {
    if (walk.values === MAX_VALUES + 1)
      walk.problems.push({
        range: walk.outermost ?? empty,
        message: `more than ${MAX_VALUES} values: aliases repeat too much`,
      });
    return scalar(null, empty, "plain");
  }
  if (isAlias(node)) return follow(node, walk);
  if (isMap(node)) return mapping(node, rangeOf(node, empty), walk);
  if (isSeq(node)) {
    const range = rangeOf(node, empty);
    const entries = node.items.map((item, index) => {
      const value = locate(item, range, walk);
      return [String(index), { key: value.range, value }] as const;
    });
    return {
      value: entries.map(([, entry]) => entry.value.value),
      range,
      style: "collection",
      entries: new Map(entries),
    };
  }
  if (!isScalar(node)) return scalar(null, empty, "plain");
  const range = rangeOf(node, empty);
  return scalar(jsonScalar(node, range, walk), range, styleOf(node));
}

function mapping(
  node: { readonly items: readonly { readonly key: unknown; readonly value: unknown }[] },
  range: Range,
  walk: Walk,
): Located {
  const entries = new Map<string, { key: Range; value: Located }>();
  for (const { key, value } of node.items) {
    const keyRange = rangeOf(key, range);
    const name = nameOf(key);
    if (name === null) walk.problems.push({ range: keyRange, message: "a key must be a plain text" });
    else if (entries.has(name)) walk.problems.push({ range: keyRange, message: `the key ${name} stands here twice` });
    const located = locate(value, { start: keyRange.end, end: keyRange.end + 1 }, walk);
    if (name !== null) entries.set(name, { key: keyRange, value: located });
  }
  const values = [...entries].map(([name, entry]): [string, Json] => [name, entry.value.value]);
  return { value: Object.fromEntries(values), range, style: "collection", entries };
}

/** A key as it is written: 1.10 is no number there. null where it is no text, or there is none. */
function nameOf(key: unknown): string | null {
  if (!isScalar(key)) return null;
  if (typeof key.value === "string") return key.value;
  return key.source === undefined || key.source === "" ? null : key.source;
}

/** What an alias names, placed where the alias stands only by its own range. */
function follow(alias: Node & { resolve(document: Document): Node | undefined }, walk: Walk): Located {
  const range = rangeOf(alias, { start: 0, end: 1 });
  const target = alias.resolve(walk.document);
  if (target === undefined || walk.following.has(target)) {
    walk.problems.push({
      range,
      message: target === undefined ? "there is no anchor of that name before" : "an alias inside of what it names",
    });
    return scalar(null, range, "plain");
  }
  if (walk.following.size === 0) walk.outermost = range;
  walk.following.add(target);
  const found = locate(target, range, walk);
  walk.following.delete(target);
  return found;
}

function jsonScalar({ value, tag }: Scalar, range: Range, walk: Walk): Json {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  const message =
    tag === undefined
      ? `${String(value)} is neither text, number, true, false nor null`
      : `tags are not allowed: ${tag}`;
  walk.problems.push({ range, message });
  return null;
}

function scalar(value: Json, range: Range, style: Located["style"]): Located {
  return { value, range, style, entries: new Map() };
}

function styleOf({ type }: Scalar): Located["style"] {
  if (type === Scalar.BLOCK_FOLDED || type === Scalar.BLOCK_LITERAL) return "block";
  return type === Scalar.QUOTE_DOUBLE || type === Scalar.QUOTE_SINGLE ? "quoted" : "plain";
}

function rangeOf(node: unknown, otherwise: Range): Range {
  const range = isNode(node) ? node.range : null;
  if (range === null || range === undefined) return otherwise;
  const [start, end] = range;
  return { start, end: Math.max(end, start + 1) };
}

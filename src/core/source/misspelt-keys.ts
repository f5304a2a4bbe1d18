import type { z } from "zod";
import type { Json } from "../json.ts";
import type { Located, Path } from "./located.ts";
import { nearestName } from "./nearest-name.ts";
import { problemAt, type Problem } from "./problem.ts";
import { keysAt } from "./schema-at.ts";
import { unknownKey } from "./schema-problems.ts";
import type { Range, Source } from "./source.ts";

/** A key that nobody knows and that is nearly one which is not there. */
export interface MisspeltKey {
  readonly key: Range;
  readonly value: Located;
  readonly name: string;
  readonly known: readonly string[];
}

/**
 * The same value with each misspelt key under the name that was meant: one slip is one complaint, and hides nothing else that is wrong behind it or
 * beside it. A key whose meaning is taken already, or that is like none, stays as it is.
 */
export function underMeantKeys(
  root: Located,
  schema: z.core.$ZodType,
  path: Path = [],
): { readonly root: Located; readonly misspelt: readonly MisspeltKey[] } {
  if (root.style !== "collection") return { root, misspelt: [] };
  const known = Array.isArray(root.value) ? [] : keysAt(schema, path);
  const misspelt: MisspeltKey[] = [];
  const entries = new Map<string, { readonly key: Range; readonly value: Located }>();
  const taken = new Set(root.entries.keys());
  for (const [name, { key, value }] of root.entries) {
    const near = known.length === 0 || known.includes(name) ? name : (nearestName(name, known) ?? name);
    const meant = taken.has(near) ? name : near;
    taken.add(meant);
    const below = underMeantKeys(value, schema, [...path, Array.isArray(root.value) ? Number(name) : meant]);
    if (meant !== name) misspelt.push({ key, value: below.root, name, known });
    misspelt.push(...below.misspelt);
    entries.set(meant, { key, value: below.root });
  }
  return { root: misspelt.length === 0 ? root : { ...root, entries, value: valueOf(root, entries) }, misspelt };
}

function valueOf({ value }: Located, entries: Located["entries"]): Json {
  const values = [...entries].map(([name, entry]): [string, Json] => [name, entry.value.value]);
  return Array.isArray(value) ? values.map(([, one]) => one) : Object.fromEntries(values);
}

export function misspeltProblems(source: Source, misspelt: readonly MisspeltKey[]): readonly Problem[] {
  return misspelt.map(({ key, name, known }) => {
    const { message, suggestion } = unknownKey([name], known);
    return problemAt(source, key, message, suggestion);
  });
}

import type { Random } from "../random.ts";
import { hostileNumber, hostileText } from "./hostile-text.ts";

/** A decoded answer with one or two leaves changed and each of its type, as what a wire format decodes is; lists may lose entries, gain them or be moved. */
export function mutateKept<T>(value: T, random: Random): T {
  const leaves = count(value);
  const chosen = new Set([random.below(Math.max(1, leaves)), random.below(Math.max(1, leaves))]);
  let index = 0;
  const walk = (node: unknown): unknown => {
    if (Array.isArray(node)) return list(node.map(walk), random);
    if (node instanceof Map) return new Map([...node].map(([key, entry]) => [key, walk(entry)]));
    if (typeof node === "object" && node !== null)
      return Object.fromEntries(Object.entries(node).map(([key, entry]) => [key, walk(entry)]));
    return chosen.has(index++) ? leaf(node, random) : node;
  };
  return walk(value) as T;
}

function count(node: unknown): number {
  if (typeof node !== "object" || node === null) return 1;
  const entries: readonly unknown[] = node instanceof Map ? [...node.values()] : Object.values(node);
  return entries.reduce<number>((sum, entry) => sum + count(entry), 0);
}

function leaf(value: unknown, random: Random): unknown {
  // Offsets and times of Kafka are whole numbers of 64 bits.
  if (typeof value === "number") return Math.trunc(hostileNumber(random));
  if (typeof value === "string") return hostileText(random);
  return typeof value === "boolean" ? !value : value;
}

function list(entries: unknown[], random: Random): unknown[] {
  if (random.chance(0.97)) return entries;
  return random.pick([[], [...entries, ...entries], entries.slice(1), entries.toReversed()]);
}

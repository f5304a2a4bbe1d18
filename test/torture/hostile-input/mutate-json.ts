import type { Random } from "../random.ts";
import { hostileNumber, hostileText } from "./hostile-text.ts";

type Node = unknown[] | { [key: string]: unknown };

/** A value as JSON text with one to three places changed: another type, a hostile text or number, a key lost, renamed or added, an entry doubled or moved. */
export function mutateJson(value: unknown, random: Random): string {
  const root = { value: structuredClone(value) };
  const times = random.chance(0.7) ? 1 : 2 + random.below(2);
  for (let done = 0; done < times; done += 1) change(root, random);
  return JSON.stringify(root.value) ?? "";
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null;
}

function change(root: { value: unknown }, random: Random): void {
  const places: (readonly [Node, string])[] = [];
  collect(root, places);
  const [node, key] = random.pick(places);
  const kind = random.below(10);
  if (Array.isArray(node) && kind < 3) changeList(node, Number(key), random);
  else if (!Array.isArray(node) && node !== root && kind < 3) changeKeys(node, key, random);
  else put(node, key, another(node, key, random));
}

/** Every place below a node, deep ones not left out: an answer's numbers and texts stand there. */
function collect(node: Node, places: (readonly [Node, string])[]): void {
  for (const [key, entry] of Object.entries(node)) {
    places.push([node, key]);
    if (isNode(entry)) collect(entry, places);
  }
}

function another(node: Node, key: string, random: Random): unknown {
  const before: unknown = Reflect.get(node, key);
  // More often of the same type: what another type does to a schema is soon known.
  if (random.chance(0.5) && typeof before === "string")
    return random.chance(0.5) ? hostileText(random) : before + hostileText(random);
  if (random.chance(0.5) && typeof before === "number") return hostileNumber(random);
  const kinds: readonly (() => unknown)[] = [
    () => hostileText(random),
    () => hostileNumber(random),
    () => null,
    () => true,
    () => [],
    () => ({}),
    () => [before],
    () => ({ [hostileText(random)]: before }),
    () => deep(random.pick([10, 200])),
    () => [null, hostileText(random), hostileNumber(random), {}],
  ];
  return random.pick(kinds)();
}

function changeList(list: unknown[], at: number, random: Random): void {
  const kinds: readonly (() => void)[] = [
    () => void list.splice(at, 1),
    () => void list.splice(at, 0, ...Array.from({ length: random.pick([1, 3, 40]) }, () => structuredClone(list[at]))),
    () => void list.reverse(),
    () => void list.splice(0),
    () => void list.push(null),
  ];
  random.pick(kinds)();
}

function changeKeys(node: { [key: string]: unknown }, key: string, random: Random): void {
  const value = node[key];
  if (random.chance(0.5)) delete node[key];
  if (random.chance(0.5)) put(node, hostileText(random), value);
}

/** As JSON.parse sets it: `__proto__` is a key as any other. */
function put(node: Node, key: string, value: unknown): void {
  Object.defineProperty(node, key, { value, writable: true, enumerable: true, configurable: true });
}

function deep(levels: number): unknown {
  let value: unknown = "end";
  for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

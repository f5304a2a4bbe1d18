import { automatonOf, type Automaton } from "./regex-automaton.ts";
import { parseRegex, type Regex } from "./regex-syntax.ts";

/**
 * Why a backtracking matcher may take more than linear time, by the expression's own structure; null where it cannot. A word that leads around one loop,
 * and from it into another, around which it leads too, is divided between both in as many ways as it is repeated (Weideman et al., 2016); a search tries
 * each place as a beginning, which is a loop before the expression. Behind a place where the match is made whatever comes nothing goes back.
 */
export function superLinear(source: string, flags: string): string | null {
  const tree = parseRegex(source);
  if (looksAroundAgain(tree)) return "a look around reads on from each place";
  const plain = automatonOf(tree, flags, guardOf(tree));
  return (
    twiceTheSame(plain) ??
    dividedWord(plain) ??
    (isAnchored(tree, flags) || !searchesAgain(plain) ? null : "each place is tried, and read to the end")
  );
}

/** Where a loop's way is written twice, or a word leads around it in two ways: exponential. */
function twiceTheSame(automaton: Automaton): string | null {
  const backwards = withoutMade(automaton);
  const around = loopsOf(backwards);
  const others = [...automaton.sets.keys()];
  const twice = around.some(
    (p) =>
      (automaton.doubled.has(p) && !automaton.made.has(p)) ||
      others.some(
        (other) =>
          other !== p &&
          meets([backwards, backwards], [p, p], [p, other]) &&
          meets([backwards, backwards], [p, other], [p, p]),
      ),
  );
  return twice ? "a loop takes the same text in two ways" : null;
}

function dividedWord(automaton: Automaton): string | null {
  const backwards = withoutMade(automaton);
  const around = loopsOf(backwards);
  const ways = [backwards, backwards, backwards];
  const divided = around.some((p) => around.some((q) => p !== q && meets(ways, [p, p, q], [p, q, q])));
  return divided ? "two loops share a text" : null;
}

/** What a match took is not read again, so a search may pass by where one is made; but not what was read beyond it in vain. */
function searchesAgain(plain: Automaton): boolean {
  const searching = withSearch(plain);
  const backwards = withoutMade(searching);
  const [outside, inside] = [plain.sets.length, plain.sets.length + 1];
  const ways = [searching, searching, backwards];
  const around = loopsOf(backwards).filter((q) => q < plain.sets.length);
  return around.some((q) => [outside, inside].some((p) => meets(ways, [p, p, q], [p, q, q])));
}

/**
 * Two positions before the expression, for each place that is tried: it begins behind the first only. Where a look behind refuses some characters, these
 * lead to the second.
 */
function withSearch(automaton: Automaton): Automaton {
  const { sets, first, follow, guard, characters } = automaton;
  const every = Array.from({ length: characters }, (_, number) => number);
  const [outside, inside] = [sets.length, sets.length + 1];
  return {
    ...automaton,
    sets: [...sets, new Set(every.filter((number) => guard?.has(number) !== true)), guard ?? new Set()],
    follow: [...follow, new Set([outside, inside, ...first]), new Set([outside, inside])],
  };
}

/** Ends where the match is made: behind that, nothing is tried a second time. */
function withoutMade(automaton: Automaton): Automaton {
  const { follow, made } = automaton;
  return { ...automaton, follow: follow.map((next, position) => (made.has(position) ? new Set<number>() : next)) };
}

/** The class that may not stand before the beginning; null where anything may. */
function guardOf(tree: Regex): string | null {
  if (tree.kind !== "sequence") return null;
  const [first] = tree.parts;
  if (first?.kind === "sequence") return guardOf(first);
  if (first?.kind !== "assertion" || first.what !== "<!" || first.part?.kind !== "sequence") return null;
  const [set, ...others] = first.part.parts;
  return set?.kind === "set" && others.length === 0 ? set.set : null;
}

function loopsOf(automaton: Automaton): readonly number[] {
  return [...automaton.sets.keys()].filter((position) => reachable(automaton, position).has(position));
}

function reachable({ follow }: Automaton, from: number): ReadonlySet<number> {
  const seen = new Set<number>();
  const open = [from];
  for (let at = open.pop(); at !== undefined; at = open.pop())
    for (const next of follow[at] ?? []) {
      if (!seen.has(next)) open.push(next);
      seen.add(next);
    }
  return seen;
}

/** Whether all reach their ends by the same word, of one character at least, each in an automaton of its own. */
function meets(ways: readonly Automaton[], from: readonly number[], to: readonly number[]): boolean {
  const goal = to.join();
  const useful = ways.map((way, index) => leadingTo(way, to[index] ?? -1));
  if (from.some((state, index) => useful[index]?.has(state) !== true)) return false;
  const seen = new Set<string>();
  const open: (readonly number[])[] = [from];
  for (let states = open.pop(); states !== undefined; states = open.pop())
    for (let character = 0; character < (ways[0]?.characters ?? 0); character += 1) {
      const steps = states.map((state, index) =>
        [...(ways[index]?.follow[state] ?? [])].filter((next) => ways[index]?.sets[next]?.has(character)),
      );
      for (const next of product(steps)) {
        const key = next.join();
        if (key === goal) return true;
        if (seen.has(key) || next.some((state, index) => useful[index]?.has(state) !== true)) continue;
        seen.add(key);
        open.push(next);
      }
    }
  return false;
}

const LEADING = new WeakMap<Automaton, Map<number, ReadonlySet<number>>>();

/** The positions from which a way leads to `end`. */
function leadingTo(automaton: Automaton, end: number): ReadonlySet<number> {
  const known = LEADING.get(automaton) ?? new Map<number, ReadonlySet<number>>();
  LEADING.set(automaton, known);
  const leading =
    known.get(end) ?? new Set([...automaton.sets.keys()].filter((from) => reachable(automaton, from).has(end)));
  known.set(end, leading);
  return leading;
}

function product(choices: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return choices.reduce<readonly (readonly number[])[]>(
    (sofar, options) => sofar.flatMap((head) => options.map((option) => [...head, option])),
    [[]],
  );
}

/** Begins at one place only. */
function isAnchored(tree: Regex, flags: string): boolean {
  if (tree.kind === "choice") return tree.parts.every((part) => isAnchored(part, flags));
  if (tree.kind !== "sequence") return tree.kind === "assertion" && tree.what === "^" && !flags.includes("m");
  const [first] = tree.parts;
  return first !== undefined && isAnchored(first, flags);
}

/** A loop in a look behind, or in a look ahead that is itself in a loop: these read from each place, also where the match is made. */
function looksAroundAgain(tree: Regex, looped = false): boolean {
  if (tree.kind === "choice" || tree.kind === "sequence")
    return tree.parts.some((part) => looksAroundAgain(part, looped));
  if (tree.kind === "repeat") return looksAroundAgain(tree.part, looped || tree.most === Infinity);
  if (tree.kind !== "assertion" || tree.part === null) return false;
  return ((looped || tree.what.startsWith("<")) && hasLoop(tree.part)) || looksAroundAgain(tree.part, looped);
}

function hasLoop(tree: Regex): boolean {
  if (tree.kind === "choice" || tree.kind === "sequence") return tree.parts.some(hasLoop);
  return tree.kind === "repeat" && (tree.most === Infinity || hasLoop(tree.part));
}

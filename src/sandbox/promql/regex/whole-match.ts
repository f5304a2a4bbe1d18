import { type CharacterSet, includesCharacter } from "./character-set.ts";
import { parsePattern, type Pattern } from "./pattern.ts";
import { RegexError } from "./regex-error.ts";

type State =
  | { type: "match" }
  | { type: "fork"; next: number[] }
  | { type: "character"; set: CharacterSet; next: number }
  | { type: "assertion"; where: "begin" | "end"; next: number };

const maxStates = 10_000;

/**
 * A test whether the whole text matches the pattern, in time linear in the text: the automaton is walked in all its
 * states at once, so that no pattern of a stranger can make it backtrack. Throws RegexError.
 */
export function wholeMatch(pattern: string): (text: string) => boolean {
  const states: State[] = [{ type: "match" }];
  const start = build(parsePattern(pattern), 0, states);

  return (text) => {
    const characters = Array.from(text);
    let current = reach([start], states, true, characters.length === 0);
    for (const [index, character] of characters.entries()) {
      const codePoint = character.codePointAt(0) ?? 0;
      const next: number[] = [];
      for (const id of current) {
        const state = states[id];
        if (state?.type === "character" && includesCharacter(state.set, codePoint)) next.push(state.next);
      }
      if (next.length === 0) return false;
      current = reach(next, states, false, index === characters.length - 1);
    }
    return current.has(0);
  };
}

/** Adds the states of the pattern that go on at `next`, and gives the first of them. */
function build(pattern: Pattern, next: number, states: State[]): number {
  const add = (state: State): number => {
    if (states.length >= maxStates) {
      throw new RegexError("unsupported", "regular expression: repetitions make it larger than is supported here");
    }
    return states.push(state) - 1;
  };
  switch (pattern.type) {
    case "begin":
    case "end":
      return add({ type: "assertion", where: pattern.type, next });
    case "character":
      return add({ type: "character", set: pattern.set, next });
    case "sequence":
      return pattern.parts.reduceRight((following, part) => build(part, following, states), next);
    case "choice":
      return add({ type: "fork", next: pattern.options.map((option) => build(option, next, states)) });
  }
  return buildRepeat(pattern, next, states, add);
}

function buildRepeat(
  { inner, min, max }: Extract<Pattern, { type: "repeat" }>,
  next: number,
  states: State[],
  add: (state: State) => number,
): number {
  let entry = next;
  if (max === Infinity) {
    const loop: State = { type: "fork", next: [next] };
    entry = add(loop);
    loop.next.push(build(inner, entry, states));
  } else {
    for (let optional = max - min; optional > 0; optional--) {
      entry = add({ type: "fork", next: [next, build(inner, entry, states)] });
    }
  }
  for (let required = min; required > 0; required--) entry = build(inner, entry, states);
  return entry;
}

/** All states that can be reached without reading a character. */
function reach(from: readonly number[], states: readonly State[], atBegin: boolean, atEnd: boolean): Set<number> {
  const reached = new Set<number>();
  const pending = [...from];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    const state = states[id];
    if (state?.type === "fork") pending.push(...state.next);
    if (state?.type === "assertion" && (state.where === "begin" ? atBegin : atEnd)) pending.push(state.next);
  }
  return reached;
}

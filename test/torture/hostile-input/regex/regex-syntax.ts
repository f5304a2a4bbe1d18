/** A regular expression as a tree. `set`: one character, as a class that JavaScript itself reads. */
export type Regex =
  | { readonly kind: "set"; readonly set: string }
  | { readonly kind: "sequence"; readonly parts: readonly Regex[] }
  | { readonly kind: "choice"; readonly parts: readonly Regex[] }
  | { readonly kind: "repeat"; readonly part: Regex; readonly least: number; readonly most: number }
  /** `^`, `$`, `\b`, `\B`, or a look around with its own expression. */
  | { readonly kind: "assertion"; readonly what: string; readonly part: Regex | null };

/** Reads the syntax of JavaScript's regular expressions; back references, which no automaton has, throw. */
export function parseRegex(source: string): Regex {
  let at = 0;
  const tree = choice();
  if (at < source.length) throw new Error(`cannot read ${source} at ${at}`);
  return tree;

  function choice(): Regex {
    const parts = [sequence()];
    while (source[at] === "|") {
      at += 1;
      parts.push(sequence());
    }
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: "choice", parts };
  }

  function sequence(): Regex {
    const parts: Regex[] = [];
    while (at < source.length && source[at] !== "|" && source[at] !== ")") parts.push(repeated(atom()));
    return { kind: "sequence", parts };
  }

  function repeated(part: Regex): Regex {
    const quantifier = taken(/[*+?]|\{(\d+)(?:,(\d*))?\}/y);
    if (quantifier === null) return part;
    taken(/\?/y);
    const [text, least, most] = quantifier;
    if (text === "*") return { kind: "repeat", part, least: 0, most: Infinity };
    if (text === "+") return { kind: "repeat", part, least: 1, most: Infinity };
    if (text === "?") return { kind: "repeat", part, least: 0, most: 1 };
    const upper = most === undefined ? Number(least) : most === "" ? Infinity : Number(most);
    return { kind: "repeat", part, least: Number(least), most: upper };
  }

  function atom(): Regex {
    const around = taken(/\(\?(<?[=!])/y);
    if (around !== null) return { kind: "assertion", what: around[1] ?? "", part: inside() };
    if (taken(/\((?:\?:|\?<\w+>)?/y) !== null) return inside();
    const assertion = taken(/\\[bB]|[$^]/y);
    if (assertion !== null) return { kind: "assertion", what: assertion[0], part: null };
    const set = taken(
      /\[(?:[^\]\\]|\\.)*\]|\\[pP]\{[^}]*\}|\\u\{[^}]*\}|\\u[\da-fA-F]{4}|\\x[\da-fA-F]{2}|\\[^1-9]|[^\\]/suy,
    );
    if (set === null) throw new Error(`cannot read ${source} at ${at}`);
    return { kind: "set", set: set[0] };
  }

  function inside(): Regex {
    const tree = choice();
    if (taken(/\)/y) === null) throw new Error(`a group of ${source} is not closed`);
    return tree;
  }

  function taken(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = at;
    const found = pattern.exec(source);
    if (found !== null) at += found[0].length;
    return found;
  }
}

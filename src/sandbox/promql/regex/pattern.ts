import { anyCharacter, type CharacterSet, complement, namedSets, singleCharacter } from "./character-set.ts";
import { RegexError } from "./regex-error.ts";

export type Pattern =
  | { type: "begin" }
  | { type: "end" }
  | { type: "character"; set: CharacterSet }
  | { type: "sequence"; parts: readonly Pattern[] }
  | { type: "choice"; options: readonly Pattern[] }
  | { type: "repeat"; inner: Pattern; min: number; max: number };

const maxRepeat = 1000;
const maxDepth = 100;

const controlEscapes: ReadonlyMap<string, number> = new Map([
  ["a", 0x07],
  ["f", 0x0c],
  ["t", 0x09],
  ["n", 0x0a],
  ["r", 0x0d],
  ["v", 0x0b],
]);

/**
 * Reads a pattern of RE2's syntax: literals, `.`, classes, groups, alternatives, repetitions, `^` and `$`. Flags, word
 * boundaries, Unicode and POSIX classes are refused as unsupported. Throws RegexError.
 */
export function parsePattern(source: string): Pattern {
  const text = Array.from(source);
  let at = 0;
  let depth = 0;

  const peek = (ahead = 0): string | undefined => text[at + ahead];
  const invalid = (reason: string, what: string): RegexError =>
    new RegexError("invalid", `error parsing regexp: ${reason}: \`${what}\``);
  const unsupported = (what: string): RegexError =>
    new RegexError("unsupported", `regular expression: ${what} is not supported here`);

  function choice(): Pattern {
    if (++depth > maxDepth) throw unsupported(`nesting deeper than ${maxDepth} groups`);
    const options = [sequence()];
    while (peek() === "|") {
      at++;
      options.push(sequence());
    }
    depth--;
    return options.length === 1 && options[0] !== undefined ? options[0] : { type: "choice", options };
  }

  function sequence(): Pattern {
    const parts: Pattern[] = [];
    for (let char = peek(); char !== undefined && char !== "|" && char !== ")"; char = peek()) {
      const operator = readRepetition();
      if (operator !== undefined) throw invalid("missing argument to repetition operator", operator.text);
      parts.push(repeated(atom(char)));
    }
    return { type: "sequence", parts };
  }

  function repeated(inner: Pattern): Pattern {
    const operator = readRepetition();
    if (operator === undefined) return inner;
    const next = readRepetition();
    if (next !== undefined) throw invalid("invalid nested repetition operator", operator.text + next.text);
    return { type: "repeat", inner, min: operator.min, max: operator.max };
  }

  /** `*`, `+`, `?`, `{n}`, `{n,}`, `{n,m}` and their lazy forms, which match the same whole texts. */
  function readRepetition(): { text: string; min: number; max: number } | undefined {
    const matched = /^(?:[*+?]|\{(\d{1,9})(,(\d{1,9})?)?\})\??/.exec(text.slice(at, at + 24).join(""));
    if (matched === null) return undefined;
    at += matched[0].length;
    const [all, low, comma, high] = matched;
    if (low === undefined) {
      return { text: all, min: all.startsWith("+") ? 1 : 0, max: all.startsWith("?") ? 1 : Infinity };
    }
    const min = Number(low);
    const max = comma === undefined ? min : high === undefined ? Infinity : Number(high);
    if (min > maxRepeat || (max !== Infinity && max > maxRepeat) || min > max) {
      throw invalid("invalid repeat count", all);
    }
    return { text: all, min, max };
  }

  function atom(char: string): Pattern {
    at++;
    switch (char) {
      case ".":
        return { type: "character", set: anyCharacter };
      case "^":
        return { type: "begin" };
      case "$":
        return { type: "end" };
      case "(":
        return group();
      case "[":
        return { type: "character", set: characterClass() };
      case "\\":
        return escaped();
      default:
        return { type: "character", set: singleCharacter(char.codePointAt(0) ?? 0) };
    }
  }

  function group(): Pattern {
    if (peek() === "?") {
      if (peek(1) !== ":") throw unsupported("a group with flags or a name");
      at += 2;
    }
    const inner = choice();
    if (peek() !== ")") throw invalid("missing closing )", source);
    at++;
    return inner;
  }

  function escaped(): Pattern {
    const char = peek();
    if (char === "A" || char === "z") {
      at++;
      return { type: char === "A" ? "begin" : "end" };
    }
    return { type: "character", set: escapedSet() };
  }

  function escapedSet(): CharacterSet {
    const char = peek();
    if (char === undefined) throw invalid("trailing backslash at end of expression", "");
    at++;
    const named = namedSets.get(char);
    if (named !== undefined) return named;
    const control = controlEscapes.get(char);
    if (control !== undefined) return singleCharacter(control);
    if (char === "x") return singleCharacter(hexadecimal());
    if (/[bBQpP0]/.test(char)) throw unsupported(`\\${char}`);
    if (/^[\x00-\x7f]$/.test(char) && !/[0-9A-Za-z]/.test(char)) return singleCharacter(char.charCodeAt(0));
    throw invalid("invalid escape sequence", `\\${char}`);
  }

  function hexadecimal(): number {
    const matched = /^(?:([0-9a-fA-F]{2})|\{([0-9a-fA-F]{1,8})\})/.exec(text.slice(at, at + 10).join(""));
    const codePoint = Number.parseInt(matched?.[1] ?? matched?.[2] ?? "", 16);
    if (matched === null || codePoint > 0x10ffff) throw invalid("invalid escape sequence", "\\x");
    at += matched[0].length;
    return codePoint;
  }

  function characterClass(): CharacterSet {
    const negated = peek() === "^";
    if (negated) at++;
    const ranges: (readonly [number, number])[] = [];
    for (let first = true; first || peek() !== "]"; first = false) {
      const low = classMember();
      const lowest = low[0]?.[0] ?? 0;
      if (!isSingle(low) || peek() !== "-" || peek(1) === "]" || peek(1) === undefined) {
        ranges.push(...low);
        continue;
      }
      at++;
      const high = classMember();
      const highest = high[0]?.[0] ?? 0;
      if (!isSingle(high) || lowest > highest) throw invalid("invalid character class range", source);
      ranges.push([lowest, highest]);
    }
    at++;
    return negated ? complement(ranges) : ranges;
  }

  function classMember(): CharacterSet {
    const char = peek();
    if (char === undefined) throw invalid("missing closing ]", source);
    if (char === "[" && peek(1) === ":") throw unsupported("a POSIX class");
    at++;
    return char === "\\" ? escapedSet() : singleCharacter(char.codePointAt(0) ?? 0);
  }

  const pattern = choice();
  if (at < text.length) throw invalid("unexpected )", source);
  return pattern;
}

function isSingle(set: CharacterSet): boolean {
  return set.length === 1 && set[0]?.[0] === set[0]?.[1];
}

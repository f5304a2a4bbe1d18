import { type Regex } from "./regex-syntax.ts";

/** The positions of an expression's characters, and which may follow which (Glushkov); characters are numbered by what tells them apart. */
export interface Automaton {
  /** For each position, which characters stand there. */
  readonly sets: readonly ReadonlySet<number>[];
  readonly first: readonly number[];
  readonly follow: readonly ReadonlySet<number>[];
  /** Behind these the match is made, whatever comes. */
  readonly made: ReadonlySet<number>;
  /** Of these positions the way to a next one is written twice. */
  readonly doubled: ReadonlySet<number>;
  /** Which characters the set of `guard` has; null without one. */
  readonly guard: ReadonlySet<number> | null;
  readonly characters: number;
}

/** `sure` and `made` are what `nullable` and `last` are where no assertion can say no. */
interface Part {
  readonly nullable: boolean;
  readonly sure: boolean;
  readonly first: readonly number[];
  readonly last: readonly number[];
  readonly made: readonly number[];
}

/** All that tells the classes apart which are written here: ASCII, and some of each kind that Unicode has. */
const SAMPLE = [
  ...Array.from({ length: 128 }, (_, code) => String.fromCodePoint(code)),
  ...Array.from(
    "\u0085\u009b\u009c\u009d\u0090\u00a0\u00ad\u00e9\u0301\u0663\u200b\u2028\u202e\u201c\u201d\u00ab\u00bb\u65e5\ud7ff\ufeff\ufff9",
  ),
  "\ud800",
  "\u{1f600}",
  "\u{e0041}",
];

/** Counts above this are taken for this many: they make a match longer by a factor, not by a power. */
const MOST_COPIES = 2;

const EMPTY: Part = { nullable: true, sure: true, first: [], last: [], made: [] };

/**
 * What an assertion asks is left out: everything passes, but behind one no match is sure. A look ahead is a way that is begun and leads nowhere: it reads,
 * and the expression goes on from where it was. @param guard a class that is told apart besides
 */
export function automatonOf(tree: Regex, flags: string, guard: string | null = null): Automaton {
  const written: string[] = [];
  const follow: Set<number>[] = [];
  const doubled = new Set<number>();
  const all = build(tree);
  const size = written.length;
  if (guard !== null) written.push(guard);
  const tests = written.map((set) => new RegExp(`^(?:${set})$`, flags.replace(/[gy]/g, "")));
  const kinds = new Map<string, number>();
  for (const character of SAMPLE) {
    const kind = tests.map((test) => (test.test(character) ? "1" : "0")).join("");
    if (!kinds.has(kind)) kinds.set(kind, kinds.size);
  }
  const classes = tests.map(
    (_, index) => new Set([...kinds].filter(([kind]) => kind[index] === "1").map(([, number]) => number)),
  );
  return {
    sets: classes.slice(0, size),
    first: all.first,
    follow,
    made: new Set(all.made),
    doubled,
    guard: guard === null ? null : (classes[size] ?? null),
    characters: kinds.size,
  };

  function build(part: Regex): Part {
    switch (part.kind) {
      case "set": {
        const position = written.push(part.set) - 1;
        follow.push(new Set());
        return { nullable: false, sure: false, first: [position], last: [position], made: [position] };
      }
      case "assertion": {
        const ahead = part.part !== null && !part.what.startsWith("<") ? build(part.part).first : [];
        return { nullable: true, sure: false, first: ahead, last: [], made: [] };
      }
      case "choice": {
        const parts = part.parts.map(build);
        return {
          nullable: parts.some(({ nullable }) => nullable),
          sure: parts.some(({ sure }) => sure),
          first: parts.flatMap(({ first }) => first),
          last: parts.flatMap(({ last }) => last),
          made: parts.flatMap(({ made }) => made),
        };
      }
      case "sequence":
        return part.parts.map(build).reduce(joined, EMPTY);
      case "repeat": {
        const copies = Math.max(1, Math.min(MOST_COPIES, part.most === Infinity ? part.least : part.most));
        const built = Array.from({ length: copies }, () => build(part.part));
        const last = built.at(-1);
        if (part.most === Infinity && last !== undefined) connect(last.last, last.first);
        return built
          .map((one, index) => (index < part.least ? one : { ...one, nullable: true, sure: true }))
          .reduce(joined, EMPTY);
      }
    }
  }

  function joined(before: Part, after: Part): Part {
    connect(before.last, after.first);
    return {
      nullable: before.nullable && after.nullable,
      sure: before.sure && after.sure,
      first: before.nullable ? [...before.first, ...after.first] : before.first,
      last: after.nullable ? [...after.last, ...before.last] : after.last,
      made: after.sure ? [...after.made, ...before.made] : after.made,
    };
  }

  function connect(from: readonly number[], to: readonly number[]): void {
    for (const one of from)
      for (const other of to) {
        if (follow[one]?.has(other) === true) doubled.add(one);
        follow[one]?.add(other);
      }
  }
}

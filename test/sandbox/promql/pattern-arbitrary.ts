import * as fc from "fast-check";

const spaceless = String.raw`
  a b ab abc aab aaaa ba cab a-b a.b a|b a{2} (a) [a] a\b 0 7 42 a1 _ A é aé 日本 😀 a😀b $ ^a a] -
`;

/** Values for patterns to be tried on. */
export const patternTexts: readonly string[] = [...spaceless.trim().split(" "), " ", "a\nb"];

const atoms = String.raw`
  a b c ab . \. \d \w \s \D \W \S [ab] [^ab] [a-c] [^a-b0] []a] [^]a] [a-] [-a] [\d_] [\W] [.] [\S-a] [^\D]
  \n \x61 \x{1F600} é 😀 ^ $ \A \z \\ \| \{2\} \- { } ] - a{ (?:) () \q [z-a] [a \
`;
const repetitions = String.raw`* + ? {2} {1,} {0,2} {0} {,2} *? +? ?? {2}? ** {3,1} {1001}`;

const words = (list: string): string[] => list.trim().split(/\s+/);

/** Regular expressions of RE2's syntax, often valid, without what our matcher leaves out. */
export const pattern: fc.Arbitrary<string> = fc.letrec<{ pattern: string; part: string }>((tie) => {
  const repetition = fc.oneof(
    { weight: 3, arbitrary: fc.constant("") },
    { weight: 2, arbitrary: fc.constantFrom(...words(repetitions)) },
  );
  return {
    pattern: fc
      .array(
        fc.array(tie("part"), { maxLength: 3 }).map((parts) => parts.join("")),
        { minLength: 1, maxLength: 3 },
      )
      .map((options) => options.join("|")),
    part: fc.oneof(
      { maxDepth: 2 },
      {
        weight: 6,
        arbitrary: fc.tuple(fc.constantFrom(...words(atoms)), repetition).map((parts) => parts.join("")),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(fc.constantFrom("(", "(?:"), tie("pattern"), fc.constantFrom(")", ")", ")", ""), repetition)
          .map((parts) => parts.join("")),
      },
    ),
  };
}).pattern;

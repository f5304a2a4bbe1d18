import { wholeMatch } from "./regex/whole-match.ts";
import type { Matcher } from "./series-source.ts";

/** A test of one label's value; an absent label is the empty text. Throws RegexError for a pattern that cannot be used. */
export function valueTest({ op, value }: Matcher): (text: string) => boolean {
  if (op === "=") return (text) => text === value;
  if (op === "!=") return (text) => text !== value;
  const matches = wholeMatch(value);
  return op === "=~" ? matches : (text) => !matches(text);
}

/** A test whether a series has all that the matchers ask for, for sources that keep plain label records. */
export function seriesTest(matchers: readonly Matcher[]): (labels: Readonly<Record<string, string>>) => boolean {
  const tests = matchers.map((matcher) => ({ name: matcher.name, test: valueTest(matcher) }));
  return (labels) => tests.every(({ name, test }) => test(Object.hasOwn(labels, name) ? (labels[name] ?? "") : ""));
}

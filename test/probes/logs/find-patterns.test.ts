import { describe, expect, test } from "vitest";
import { patternFinder } from "../../../src/probes/logs/find-patterns.ts";
import type { LogKeys, LogLine } from "../../../src/probes/logs/parse-line.ts";

const KEYS: LogKeys = { level: "ERROR", service: "api", errorType: "KeyError", namespace: "search", featureGroup: "g" };

const line = (message: string, fields: Partial<LogLine> = {}): LogLine => ({
  atMs: 5,
  level: "error",
  message,
  keys: KEYS,
  ...fields,
});

/** The patterns of these lines, all of one pod. */
function patternsOf(...lines: readonly LogLine[]) {
  const finder = patternFinder();
  for (const each of lines) finder.add("p", each);
  return finder.patterns();
}

test("a line: its whole pattern", () => {
  expect(patternsOf(line("lookup of 5 failed"))).toEqual([
    { template: "lookup of <*> failed", count: 1, pods: 1, firstAtMs: 5, lastAtMs: 5, keys: KEYS },
  ]);
  expect(patternsOf()).toEqual([]);
});

test.each([
  ["in order", [1, 2, 3], 1, 3],
  ["newest first", [3, 2, 1], 1, 3],
  ["with one whose time is unknown first", [null, 2, 1], 1, 2],
  ["with one whose time is unknown last", [2, 3, null], 2, 3],
  ["none of whose times is known", [null, null], null, null],
])("the first and last time of lines %s", (_what, times, firstAtMs, lastAtMs) => {
  const same = patternsOf(...times.map((atMs) => line("lookup failed", { atMs })));
  expect(same).toMatchObject([{ count: times.length, firstAtMs, lastAtMs }]);
  // Sentences that turn out to be one have the times of all of them.
  const alike = patternsOf(...times.map((atMs, index) => line(`cannot reach ${"xyz"[index]} just now`, { atMs })));
  expect(alike).toMatchObject([{ template: "cannot reach <*> just now", count: times.length, firstAtMs, lastAtMs }]);
});

describe("a key on which lines disagree is left out, the others stay", () => {
  test.each(Object.keys(KEYS) as readonly (keyof LogKeys)[])("%s", (name) => {
    const other = { ...KEYS, [name]: "other" };
    const expected = [{ keys: { ...KEYS, [name]: null } }];
    expect(patternsOf(line("failed"), line("failed", { keys: other }))).toMatchObject(expected);
    // Once left out it stays out, whatever the next line says.
    expect(patternsOf(line("failed"), line("failed", { keys: other }), line("failed"))).toMatchObject(expected);
  });

  test("lines that all have none of it agree on that", () => {
    const none = { ...KEYS, service: null };
    expect(patternsOf(line("failed", { keys: none }), line("failed", { keys: none }))).toMatchObject([{ keys: none }]);
  });
});

test("pods that wrote one sentence are counted once each, also where two sentences turn out to be one", () => {
  const finder = patternFinder();
  for (const [pod, host] of [
    ["a", "alpha"],
    ["a", "beta"],
    ["b", "beta"],
    ["b", "beta"],
  ] as const)
    finder.add(pod, line(`cannot reach ${host} just now`));
  expect(finder.patterns()).toMatchObject([{ count: 4, pods: 2 }]);
});

test("the most frequent is first; of equally frequent ones the first by the alphabet", () => {
  const lines = ["quorum lost", "disk full", "cache cold", "cache cold", "lease gone"].map((message) => line(message));
  const expected = ["cache cold", "disk full", "lease gone", "quorum lost"];
  expect(patternsOf(...lines).map(({ template }) => template)).toEqual(expected);
  expect(patternsOf(...lines.toReversed()).map(({ template }) => template)).toEqual(expected);
});

test("a line without a message is named by its error's type, where it has one", () => {
  const nameless = line("", { keys: { ...KEYS, errorType: null } });
  expect(patternsOf(line(""), line(""), nameless).map(({ template }) => template)).toEqual([
    "KeyError",
    "(no message)",
  ]);
});

test("a word with a digit is a value, the word without it is none", () => {
  const templates = patternsOf(line("lookup x9 broke"), line("lookup x broke")).map(({ template }) => template);
  expect(templates).toEqual(["lookup <*> broke", "lookup x broke"]);
});

test("of more kinds of sentences than are remembered each is masked all the same", () => {
  const word = (index: number) => Array.from(String(index), (digit) => "abcdefghij"[Number(digit)]).join("");
  const lines = Array.from({ length: 2_100 }, (_, index) => line(`${word(index)} 7`));
  const patterns = patternsOf(...lines, ...lines);
  expect(patterns).toHaveLength(2_100);
  expect(patterns.every(({ template, count }) => template.endsWith(" <*>") && count === 2)).toBe(true);
});

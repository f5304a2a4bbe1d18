import { expect, test } from "vitest";
import { mergeTemplates } from "../../../src/probes/logs/merge-templates.ts";

const merged = (...templates: readonly string[]) => templates.map((each) => mergeTemplates(templates).get(each));

test.each([
  [
    "three of four words the same",
    ["pool of alpha closed", "pool of beta closed"],
    ["pool of <*> closed", "pool of <*> closed"],
  ],
  ["two of four", ["pool of alpha closed", "pool of beta opened"], null],
  ["three words, which are too few to tell", ["pool alpha closed", "pool beta closed"], null],
  ["another beginning", ["alpha is not there", "beta is not there"], null],
  ["another length", ["pool of alpha closed", "pool of alpha closed now"], null],
  ["nothing to compare with", ["pool of alpha closed"], null],
  ["none", [], null],
])("%s", (_what, templates, expected) => {
  expect(merged(...templates)).toEqual(expected ?? templates);
});

test("what varied once may be anything: it counts for neither", () => {
  // The third differs in one word, and in the place that is masked by then.
  expect(merged("pool of alpha closed", "pool of beta closed", "pool in gamma closed")).toEqual(
    Array.from({ length: 3 }, () => "pool <*> <*> closed"),
  );
});

test("a template that is like none before does not change those", () => {
  const [one, , two] = merged("pool of alpha closed", "pool is not here", "pool of beta closed");
  expect([one, two]).toEqual(["pool of <*> closed", "pool of <*> closed"]);
});

test("of one length and beginning a hundred kinds are held apart, and what comes after them stays as it is", () => {
  const kind = (index: number) =>
    `it ${"abcdefghij"[index % 10]}x${"abcdefghij"[Math.floor(index / 10)]} ${index}a ${index}b`;
  const hundred = Array.from({ length: 100 }, (_, index) => kind(index));
  const late = ["it came too late", "it came too early"];
  const known = hundred[0]?.replace("0b", "zb") ?? "";
  const result = mergeTemplates([...hundred, ...late, known]);
  expect(late.map((each) => result.get(each))).toEqual(late);
  expect(result.get(known)).toBe("it axa 0a <*>");
  const ninetyNine = mergeTemplates([...hundred.slice(1), ...late]);
  expect(late.map((each) => ninetyNine.get(each))).toEqual(["it came too <*>", "it came too <*>"]);
});

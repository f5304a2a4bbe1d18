import { describe, expect, test } from "vitest";
import { conditionProblems } from "../../../src/core/conditions/condition-problems.ts";
import { checkLanguage } from "../../../src/core/conditions/typed-language.ts";
import { language, observed } from "./sample-language.ts";

const FIELDS = "ready, value, word, on, mode, changedAt, reasons, tags, pods, inner, decided, unreachable, pass, fail";
const NAMES = "there is: a_b, free, named_one, params";
const LOGIC = "write &&, || and ! in conditions";
const COMPARE = "compare it with something";

/** Each problem as the part of the text it is about, what is wrong, and what to do. */
function told(text: string, expected?: "any") {
  return conditionProblems(language(), text, expected).map(({ range, message, suggestion }) => [
    text.slice(range.start, range.end),
    message,
    suggestion,
  ]);
}

test.each([
  ["a_b.ready = 3", "=", "compare with =="],
  ["a_b.ready=3", "=", "compare with =="],
  ["a_b.ready <= 3 && #", "#", null],
  ["a_b.ready >= 3 && #", "#", null],
  ["a_b.ready == 3 && #", "#", null],
  ["a_b.ready != 3 && #", "#", null],
  ["a_b.fail || not a_b.on", "a_b", LOGIC],
  ["a_b.pass and a_b.fail", "and", LOGIC],
  ["a_b.pass or a_b.fail", "or", LOGIC],
  ["a_b.notes.orders #", "#", null],
])("what cannot be read: %s", (text, place, suggestion) => {
  expect(told(text)).toEqual([[place, expect.stringMatching(/^\S+( name)? does not belong here$/), suggestion]]);
});

test.each([
  ["a_b.ready >> 3", "> does not belong here"],
  ["(a_b.fail", ") is missing at the end"],
  ["a_b.tags.exists(t t == 'x')", ") is missing before a name"],
  ["a_b.word == 'x", "a quote is opened and not closed"],
  ["a_b.fail && 3 > ", "the condition ends too early"],
])("signs are told as they are written: %s", (text, message) => {
  expect(told(text).map(([, words]) => words)).toEqual([message]);
});

test.each([
  ["a_b.ready && a_b.on", "beside &&, || and ! stands what is true or false, and this is a number"],
  ["size(a_b.ready) > 3", "nothing can be done as size(a number)"],
  ["a_b.word.nope() == 'x'", "nothing can be done as a text.nope()"],
])("nothing of the language's own types is told: %s", (text, message) => {
  expect(told(text).map(([, words]) => words)).toContain(message);
});

test("a condition that ends too soon", () => {
  expect(told("a_b.fail &&")).toEqual([["", "the condition ends too early", null]]);
});

test.each([
  ["a_c.fail", "a_c", "there is nothing called a_c here", "did you mean a_b?"],
  ["a_b.fail && mystery", "mystery", "there is nothing called mystery here", NAMES],
  ["a-b.fail", "a", "there is nothing called a here", "in conditions a hyphen is an underscore: a_b"],
  ["!(a-b.fail) && a_b.on", "a", "there is nothing called a here", "in conditions a hyphen is an underscore: a_b"],
  ["named-one", "named", "there is nothing called named here", "in conditions a hyphen is an underscore: named_one"],
  ["named-ten || a_b.on", "named", "there is nothing called named here", NAMES],
  ["params.max_lag-max > 1", "max", "there is nothing called max here", NAMES],
  ["a_b.redy > 1", "redy", "a_b has no field redy", "did you mean ready?"],
  ["a_b.mystery > 1", "mystery", "a_b has no field mystery", `there is: ${FIELDS}`],
  ["params.max_lg > 3", "max_lg", "params has no field max_lg", "did you mean max_lag?"],
  ["a_b.inner.lag > 3", "lag", "it has no field lag", null],
  ["a_b.pods.all(pod, pod.nme == 'x')", "nme", "pod has no field nme", null],
  ["named_one.pass", "pass", "true or false has no fields", null],
])("a name that is nowhere: %s", (text, ...problem) => {
  expect(told(text)).toEqual([problem]);
});

test("only of what is nowhere in the file it is said so, as that may be what could not be read", () => {
  const known = (text: string) => conditionProblems(language(), text).map(({ unknownName }) => unknownName ?? false);
  expect(known("mystery.fail && a_b.mystery && a_b.fail > 3")).toEqual([true, false, false]);
});

test.each([
  ["a_b.value > 'x'", "these do not go together: a number > a text"],
  ["a_b.changedAt > params.suspect", "these do not go together: a time > a duration"],
  ["a_b == params", "these do not go together: the check a_b == the parameters"],
])("types that do not go together: %s", (text, message) => {
  expect(told(text)).toEqual([[text, message, null]]);
});

test.each([
  ["a_b.ready", "a number"],
  ["a_b", "the check a_b"],
  ["params", "the parameters"],
  ["a_b.changedAt", "a time"],
  ["params.suspect", "a duration"],
  ["'x'", "a text"],
  ["a_b.tags", "a list"],
  ["a_b.reasons", "a mapping"],
])("a condition that is neither true nor false: %s", (text, type) => {
  expect(told(text)).toEqual([[text, `a condition is true or false, this is ${type}`, COMPARE]]);
  expect(told(text, "any")).toEqual([]);
  expect(conditionProblems(language(), text)[0]?.range).toEqual({ start: 0, end: text.length });
});

test("what may be anything may be a condition", () => {
  expect([...told("free"), ...told("free.x"), ...told("free.x || named_one")]).toEqual([]);
});

test.each([
  [
    "a_b.word.matches('x')",
    "a_b.word.matches('x')",
    "matches",
    "regular expressions can take for ever; use contains, startsWith or endsWith",
  ],
  [
    "a_b.on && has(a_b.word)",
    "has(a_b.word)",
    "has",
    "it would turn what is unknown into false; compare with null instead",
  ],
])("what may not be called: %s", (text, place, name, suggestion) => {
  expect(told(text)).toEqual([[place, `${name}() is not available in conditions`, suggestion]]);
});

test.each([
  ["a_b.tags.all(free, free == 'x')", "free"],
  ["a_b.tags.exists(named_one, named_one == 'x')", "named_one"],
])("a macro takes no name that is taken: %s", (text, name) => {
  expect(told(text)).toEqual([[name, `the name ${name} is taken`, "choose another name for the entries of the list"]]);
});

describe("several at once", () => {
  test.each([
    ["a_b.redy > 1 || !(nowhere && a_b.vale > 2)", ["redy", "nowhere", "vale"]],
    ["some && a_b.redy > 1", ["some", "redy"]],
    ["!none.fail && !a_b.redy", ["none", "redy"]],
    ["a_b.on && any.x && nowhere", ["any", "nowhere"]],
    ["a_b.tags.exists(tag, tag == 3) && nowhere", ["tag == 3", "nowhere"]],
    ["nowhere && a_b.ready", ["nowhere", "nowhere && a_b.ready"]],
    ["abc && nowhere", ["abc"]],
    ["a_b.on && x && nowhere", ["x"]],
    ["(a_b.on).x && nowhere", ["x"]],
    ["a_b.ready && a_b.redy  || a_b.on", ["redy", "a_b.ready && a_b.redy"]],
    ["[a_b.redy, a_b.vale]", ["redy"]],
  ])("%s", (text, places) => {
    expect(told(text).map(([place]) => place)).toEqual(places);
  });

  test("but ten at the most", () => {
    const text = Array.from({ length: 12 }, (_, n) => `unknown_${n}`).join(" && ");
    expect(told(text)).toHaveLength(10);
  });
});

test("a check's own conditions know its fields by name", () => {
  const own = (text: string) => conditionProblems(checkLanguage(observed), text)[0];
  expect(own("redy > 1")).toMatchObject({
    message: "there is nothing called redy here",
    suggestion: "did you mean ready?",
  });
  expect(own("inner.lag > 1")).toMatchObject({ message: "inner has no field lag", suggestion: null });
});

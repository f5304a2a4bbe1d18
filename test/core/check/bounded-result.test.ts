import { describe, expect, test } from "vitest";
import { boundedResult } from "../../../src/core/check/bounded-result.ts";
import type { CheckResult, Evidence } from "../../../src/core/check/check-result.ts";
import type { Json, JsonObject } from "../../../src/core/json.ts";
import { result } from "../runbook/results.ts";

const LONGEST = 200_000;
const numbers = (count: number): number[] => Array.from({ length: count }, (_, n) => 100_000 + n);
const keyed = (count: number, value: Json): JsonObject =>
  Object.fromEntries(numbers(count).map((n) => [`k${n}`, value]));
/** A list that makes the whole too long at more than `kept` entries, each of a tenth more than its share. */
const tooLong = { filler: numbers(40_000) };

const lengthOf = (value: object): number => JSON.stringify(value).length;
const bounded = (fields: Partial<CheckResult>): CheckResult => boundedResult({ ...result("fail"), ...fields });

/** A result of exactly so many characters. */
function ofLength(length: number): CheckResult {
  const bare = { ...result("fail"), observed: { list: [""] } };
  return { ...bare, observed: { list: ["x".repeat(length - lengthOf(bare))] } };
}

describe("how long a result may be", () => {
  test("one of two hundred thousand characters is kept as it is", () => {
    const longest = ofLength(LONGEST);
    expect(lengthOf(longest)).toBe(LONGEST);
    expect(boundedResult(longest)).toBe(longest);
  });

  test("a longer one is shortened, though only a text is too long", () => {
    const { observed, notes, verdict } = boundedResult(ofLength(LONGEST + 1));
    expect(observed).toEqual({ list: [`${"x".repeat(1_999)}…`] });
    expect([verdict, notes]).toEqual(["fail", ["too large to be recorded whole; kept: the beginnings of long texts"]]);
  });

  test.each([
    [20, 1_000],
    [300, 200],
    [1_500, 50],
    [1_990, 50],
  ])("of a list whose entries have %i characters the first %i are kept, since they fit", (size, kept) => {
    const entry = "x".repeat(size);
    const { observed, notes } = bounded({ observed: { list: Array.from({ length: 20_000 }, () => entry) } });
    expect(observed).toEqual({ list: Array.from({ length: kept }, () => entry) });
    expect(notes).toEqual([`too large to be recorded whole; kept: ${kept} of 20000 list`]);
  });

  test.each([
    [6, 10],
    [60, 3],
  ])("of lists in %i fields of lists in lists the first %i each", (fields, kept) => {
    const list = Array.from({ length: 60 }, () => Array.from({ length: 60 }, () => "x".repeat(300)));
    const { observed } = bounded({ observed: Object.fromEntries(numbers(fields).map((n) => [`f${n}`, list])) });
    const cut = Array.from({ length: kept }, () => Array.from({ length: kept }, () => "x".repeat(300)));
    expect(Object.values(observed)).toEqual(Array.from({ length: fields }, () => cut));
  });
});

test("where nothing can be kept nothing is decided, and why is said", () => {
  const given = { observed: keyed(9_000, "x".repeat(50)), flip: "ready >= 3", evidence: [{ what: "x", value: 1 }] };
  const whole = { ...result("fail"), ...given, summary: "down", notes: ["seen"] };
  expect(boundedResult(whole)).toEqual({
    ...whole,
    verdict: "inconclusive",
    observed: {},
    evidence: [],
    flip: null,
    notes: [`what was observed is too large to be recorded (${lengthOf(whole)} characters), so nothing is decided`],
  });
});

describe("what is kept of a result that is too long", () => {
  const long = "x".repeat(2_001);
  const cut = `${"x".repeat(1_999)}…`;
  const fits = `two  lines\n${"x".repeat(1_989)}`;

  test("the beginnings of its texts", () => {
    const error = { code: "timeout", message: long, hint: long };
    const texts = { summary: long, expected: long, vantage: long, equivalent: long, flip: long, error };
    const kept = { summary: cut, expected: cut, vantage: cut, equivalent: cut, flip: cut };
    expect(bounded({ ...texts, observed: tooLong })).toMatchObject({
      ...kept,
      error: { code: "timeout", message: cut, hint: cut },
    });
    expect(bounded({ summary: fits, observed: tooLong }).summary).toBe(fits);
  });

  test("what is null stays so, and what was measured when", () => {
    const times = { startedAtMs: 1, durationMs: 2, windowStartMs: 3, sampledAtMs: 4, rule: "pods/2" };
    const nothing = { expected: null, flip: null, error: null };
    expect(bounded({ ...times, ...nothing, observed: tooLong })).toMatchObject({
      ...times,
      ...nothing,
      verdict: "fail",
    });
  });

  test("values as they are, and the first entries of lists and objects at every depth", () => {
    const plain = {
      ready: 3,
      on: false,
      none: null,
      word: "two  lines\n",
      exactly: numbers(1_000),
      inner: { list: [1] },
    };
    const given = { ...plain, list: numbers(40_000), counts: keyed(1_001, 1), inner: { deep: numbers(1_001) } };
    const { observed, notes } = bounded({ observed: given });
    expect(observed).toEqual({
      ...plain,
      list: numbers(1_000),
      counts: keyed(1_000, 1),
      inner: { deep: numbers(1_000) },
    });
    expect(notes).toEqual([
      "too large to be recorded whole; kept: 1000 of 1001 inner, 1000 of 40000 list, 1000 of 1001 counts",
    ]);
  });

  test("the beginnings of long keys", () => {
    const { observed } = bounded({ observed: { ...tooLong, inner: { ["k".repeat(201)]: 1, ["k".repeat(200)]: 2 } } });
    expect(Object.keys(observed["inner"] as object)).toEqual([`${"k".repeat(199)}…`, "k".repeat(200)]);
  });

  test("the first fifty pieces of evidence, each shortened", () => {
    const one: Evidence = { what: "ready", value: 2, unit: "pods", atMs: 5 };
    const other: Evidence = { what: long, value: numbers(1_001), limit: long };
    const { evidence, notes } = bounded({
      observed: tooLong,
      evidence: [one, other, ...Array.from({ length: 49 }, () => one)],
    });
    expect(evidence).toStrictEqual([
      one,
      { what: cut, value: numbers(1_000), limit: cut },
      ...Array.from({ length: 48 }, () => one),
    ]);
    expect(notes).toEqual([
      `too large to be recorded whole; kept: 1000 of 40000 filler, 1000 of 1001 ${cut}, 50 of 51 evidence`,
    ]);
    const fifty = bounded({ observed: tooLong, evidence: Array.from({ length: 50 }, () => one) });
    expect(fifty.notes).toEqual(["too large to be recorded whole; kept: 1000 of 40000 filler"]);
  });

  test("the first fifty notes, and which entries are left, each once and five at the most", () => {
    const notes = numbers(51).map((n) => `note ${n}`);
    const lists = (count: number) => Object.fromEntries(numbers(count).map((n) => [`l${n}`, numbers(8_000)]));
    const said = (count: number) => numbers(count).map((n) => `1000 of 8000 l${n}`);
    const five = bounded({ observed: lists(5), notes: [...notes.slice(0, 48), long] }).notes;
    expect(five).toEqual([...notes.slice(0, 48), cut, `too large to be recorded whole; kept: ${said(5).join(", ")}`]);
    const seven = bounded({ observed: lists(7), notes }).notes;
    expect(seven).toEqual([
      ...notes.slice(0, 50),
      `too large to be recorded whole; kept: ${said(5).join(", ")}, and 2 more`,
    ]);
    const alike = bounded({ observed: { pods: [numbers(40_000), numbers(40_000)] } }).notes;
    expect(alike).toEqual(["too large to be recorded whole; kept: 1000 of 40000 pods"]);
  });
});

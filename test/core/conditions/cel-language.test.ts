import { describe, expect, test } from "vitest";
import { conditionLanguage, evaluatingLanguage, isNull } from "../../../src/core/conditions/cel-language.ts";

/** In a language made anew. */
const valueOf = (text: string, context = {}): unknown => evaluatingLanguage().evaluate(text, context);

describe("numbers as they are written, and doubles as they are observed, go together", () => {
  test.each([
    ["1 + n", 4],
    ["n + 1", 4],
    ["1 - n", -2],
    ["n - 1", 2],
    ["2 * n", 6],
    ["n * 2", 6],
    ["6.0 / 2", 3],
    ["6 / 4.0", 1.5],
    ["3 == n", true],
    ["n == 3", true],
    ["4 == n", false],
    ["n != 4", true],
    ["2 < n && n <= 3", true],
    ["n in [1, 3, 4.5]", true],
    ["n in [1, 4.5]", false],
    ["['a', 1][0]", "a"],
  ])("%s where n is 3", (text, expected) => {
    expect(valueOf(text, { n: 3 })).toBe(expected);
  });
});

describe("a quotient of whole numbers is whole, of others it is not, and by zero there is none", () => {
  test.each([
    ["quotient(7, 2)", 3n],
    ["quotient(-7, 2)", -3n],
    ["quotient(n, 2)", 1.5],
    ["quotient(6, n)", 2],
    ["quotient(n, n)", 1],
  ])("%s where n is 3", (text, expected) => {
    expect(valueOf(text, { n: 3 })).toBe(expected);
  });

  test.each(["quotient(1, 0)", "quotient(1, 0.0)", "quotient(0.0, 0)", "quotient(n, n)"])("%s where n is 0", (text) => {
    expect(() => valueOf(text, { n: 0 })).toThrow("division by zero");
  });
});

describe("everything can be compared with null", () => {
  test.each([
    ["a bool", true],
    ["a double", 1.5],
    ["a string", "x"],
    ["a list", [1]],
    ["a time", new Date(0)],
    ["an object", { x: 1 }],
  ])("%s is not null", (_, value) => {
    expect(valueOf("v == null || null == v", { v: value })).toBe(false);
    expect(valueOf("v != null && null != v", { v: value })).toBe(true);
  });

  test("null is, and what is not there is unknown", () => {
    expect(valueOf("v == null && null == v", { v: null })).toBe(true);
    expect(() => valueOf("v == null", {})).toThrow("Unknown variable");
    expect(isNull()).toBe(false);
  });

  test.each(["true", "1.5", "'x'", "[1]", "timestamp('2026-01-01T00:00:00Z')", "duration('1h')"])(
    "and %s is compared with it where types are known",
    (value) => {
      expect(conditionLanguage({ strict: true }).check(`${value} == null`)).toMatchObject({
        valid: true,
        type: "bool",
      });
    },
  );
});

describe("changedBefore", () => {
  const at = new Date("2026-03-01T03:06:40Z");
  test.each([
    ["2026-03-01T03:06:40Z", true],
    ["2026-03-01T03:06:41Z", true],
    ["2026-03-01T03:06:39Z", false],
  ])("of a check that changed at 03:06:40, for %s: %s", (time, expected) => {
    expect(valueOf(`check.changedBefore(timestamp('${time}'))`, { check: { changedAt: at } })).toBe(expected);
  });

  test.each([{ changedAt: null }, { changedAt: "soon" }, {}])("is unknown of %j", (check) => {
    expect(() => valueOf("check.changedBefore(at)", { check, at })).toThrow("when it changed is not known");
  });

  test("is no method of everything where types are known", () => {
    const { valid } = conditionLanguage({ strict: true }).check("{'changedAt': 1}.changedBefore(timestamp(0))");
    expect(valid).toBe(false);
  });
});

test("a name that nobody declared is refused where types are known, and open where not", () => {
  expect(conditionLanguage({ strict: true }).check("x").valid).toBe(false);
  expect(conditionLanguage({ strict: false }).check("x").valid).toBe(true);
});

test.each([
  ["depth", `${"(".repeat(250)}true${")".repeat(250)}`],
  ["length", Array.from({ length: 1_100 }, () => "true").join(" && ")],
  ["entries", `1 in [${"1, ".repeat(250)}1]`],
])("what it reads is bounded in its %s", (_, text) => {
  expect(() => evaluatingLanguage().parse(text)).toThrow("Exceeded");
});

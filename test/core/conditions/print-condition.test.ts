import { Environment } from "@marcbachmann/cel-js";
import { describe, expect, test } from "vitest";
import { printCondition } from "../../../src/core/conditions/print-condition.ts";
import type { Node } from "../../../src/core/conditions/syntax.ts";

const parse = (text: string): Node => new Environment({ enableOptionalTypes: true }).parse(text).ast;
const print = (text: string, reader: "text" | "evaluator" = "text") => printCondition(parse(text), () => null, reader);

describe("every operation stands in parentheses of its own", () => {
  test.each([
    ["a || b && c", "(a || (b && c))"],
    ["(a || b) && c", "((a || b) && c)"],
    ["!a || !(b && c)", "(!(a) || !((b && c)))"],
    ["-a + 1 - 2", "(((-a) + 1) - 2)"],
    ["a.b.c > 1.5", "(a.b.c > 1.5)"],
    ["a ? b + 1 : c", "(a ? (b + 1) : c)"],
    ["a[b + 1] == m['k']", "(a[(b + 1)] == m['k'])"],
    ["size(a) == f(1, b, 'x')", "(size(a) == f(1, b, 'x'))"],
    ["a.b.all(x, x > 1)", "a.b.all(x, (x > 1))"],
    ["a in [1, 'x', b + 1]", "(a in [1, 'x', (b + 1)])"],
    ["{'a': 1, 'b': c + 1}", "{'a': 1, 'b': (c + 1)}"],
    ["a.?b[?c]", "a.?b[?c]"],
    ["7 / 2 * 3", "((7 / 2) * 3)"],
    ["true && null != 'it\\'s'", "(true && (null != 'it\\'s'))"],
  ])("%s", (text, printed) => {
    expect(print(text)).toBe(printed);
    expect(print(printed)).toBe(printed);
  });
});

test("for the evaluator alone, a division is the call of a function that knows no quotient by zero", () => {
  expect(print("a / b * 2 - c % 2", "evaluator")).toBe("((quotient(a, b) * 2) - (c % 2))");
  expect(print("(a + 1) / (b / 2)", "evaluator")).toBe("quotient((a + 1), quotient(b, 2))");
});

test("a name can be given as another expression, wherever it stands, and a field or a function of that name is none", () => {
  const meaning = (name: string) => (name === "few" ? "(pods.ready < 3)" : null);
  const text = "!few && [few, a.few, few(1)].exists(x, x == few ? few : b)";
  const meant = text.replaceAll(/(?<!\.)few(?!\()/g, "(pods.ready < 3)");
  expect(printCondition(parse(text), meaning, "text")).toBe(print(meant));
});

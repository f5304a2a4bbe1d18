import { describe, expect, it } from "vitest";
import { failureAnswer, parsePromQL } from "../../../src/sandbox/promql/promql.ts";
import { failureOf } from "./ask.ts";

const refusal = (query: string) => failureOf(() => parsePromQL(query));

describe("what is no PromQL", () => {
  // The messages are Prometheus's.
  it.each([
    ["", "no expression found in input", 0],
    ["sum(rate(x[5m]", "unexpected end of input", 14],
    ["nosuch(x)", 'unknown function with name "nosuch"', 0],
    ["sum(x[5m])", "expected type instant vector in aggregation expression, got range vector", 4],
    ["rate(x)", 'expected type range vector in call to function "rate", got instant vector', 5],
    ["topk(x, x)", "expected type scalar in aggregation parameter, got instant vector", 5],
    ["time(1)", 'expected 0 argument(s) in call to "time", got 1', 0],
    ["round()", 'expected at least 1 argument(s) in call to "round", got 0', 0],
    ["round(x, 1, 2)", 'expected at most 2 argument(s) in call to "round", got 3', 0],
    ["1 > 2", "comparisons between scalars must use BOOL modifier", 0],
    ["x + bool y", "bool modifier can only be used on comparison operators", 0],
    ["x and 1", 'set operator "and" not allowed in binary scalar expression', 0],
    ["x[5m] + 1", "binary expression must contain only scalar and instant vector types", 0],
    ["x and on (a) group_left y", 'no grouping allowed for "and" operation', 0],
    ["x * on (a) group_left (a) y", 'label "a" must not occur in ON and GROUP clause at once', 4],
    ['{job=~".*"}', "vector selector must contain at least one non-empty matcher", 0],
    ['x{__name__="y"}', 'metric name must not be set twice: "x" or "y"', 0],
    ["sum(x)[5m]", "ranges only allowed for vector selectors", 7],
    ["x offset 5m [5m]", "no offset modifiers allowed before range", 13],
    ["x offset 5m offset 5m", "offset may not be set multiple times", 0],
    ["x[0s]", "duration must be greater than 0", 2],
    ['x{a=~"("}', "error parsing regexp: missing closing ): `(`", 2],
  ])("%s is refused: %s", (query, message, position) => {
    expect(refusal(query)).toMatchObject({ kind: "parse", message, position });
  });
});

describe("what is PromQL beyond the subset", () => {
  it.each([
    ["rate(x[5m:1m])", 5],
    ["x @ 10", 0],
    ["x atan2 y", 2],
    ["deriv(x[5m])", 0],
    ['count_values("v", x)', 0],
    ['label_replace(x, "a", "b", "c", "d")', 0],
    ['"text"', 0],
    ['x{a=~"(?i)b"}', 2],
    ["x[5m+1m]", 2],
    ["(".repeat(200) + "x" + ")".repeat(200), 101],
    [Array.from({ length: 400 }, () => "x").join("+"), 0],
    [`x{a="${"b".repeat(20_000)}"}`, 0],
  ])("is refused as unsupported: %.40s", (query, position) => {
    expect(refusal(query)).toMatchObject({ kind: "unsupported", position });
  });
});

describe("the answer of the HTTP API", () => {
  it("says where, by line and column", () => {
    const query = "sum(x) +\n  nosuch(x)";
    expect(failureAnswer(refusal(query), query)).toEqual({
      status: 400,
      errorType: "bad_data",
      error: 'invalid parameter "query": 2:3: parse error: unknown function with name "nosuch"',
    });
  });
});

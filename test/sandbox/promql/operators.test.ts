import { describe, expect, it } from "vitest";
import { ask, calculate, everyQuarterMinute, failureOf } from "./ask.ts";

describe("precedence", () => {
  it.each([
    ["-1 ^ 2", "-1"],
    ["2 ^ 3 ^ 2", "512"],
    ["2 ^ -1 * 4", "2"],
    ["-2 ^ -1", "-0.5"],
    ["2 - 3 - 4", "-5"],
    ["1 + 2 * 3 % 4", "3"],
    ["8 / 2 / 2", "2"],
    ["1 + 1 > bool 1 + 0", "1"],
    ["3 > bool 2 > bool 1", "0"],
    ["--3", "3"],
    ["(1 + 2) * 3 # not 7", "9"],
  ])("%s is %s", (query, value) => {
    expect(calculate(query)).toBe(value);
  });

  it("binds an offset to the selector before it alone", () => {
    const series = [everyQuarterMinute({ __name__: "x" }, [1, 10])];
    expect(ask("x + x offset 15s * 2", series, 15)).toEqual(["{} 12"]);
    expect(ask("-x offset 15s", series, 15)).toEqual(["{} -1"]);
  });
});

describe("arithmetic of extremes", () => {
  it.each([
    ["1 / 0", "+Inf"],
    ["0 / 0", "NaN"],
    ["-1 % 0", "NaN"],
    ["-7 % 3", "-1"],
    ["7.5 % -2", "1.5"],
    ["1 ^ NaN", "1"],
    ["NaN ^ 0", "1"],
    ["-1 ^ 2 ^ Inf", "-1"],
    ["(-1) ^ Inf", "1"],
    ["NaN == bool NaN", "0"],
    ["NaN != bool NaN", "1"],
    ["0x1F + 010 + 1_000 + 1e1 + .5 + 1m", "1109.5"],
  ])("%s is %s", (query, value) => {
    expect(calculate(query)).toBe(value);
  });
});

const used = [
  everyQuarterMinute({ __name__: "used", pod: "a", node: "1" }, [30]),
  everyQuarterMinute({ __name__: "used", pod: "b", node: "1" }, [80]),
];
const size = everyQuarterMinute({ __name__: "size", node: "1", zone: "x" }, [100]);
const bare = everyQuarterMinute({ __name__: "bound", pod: "a", node: "1" }, [50]);
const all = [...used, size, bare];

describe("a vector and a scalar", () => {
  it("lose the metric's name in arithmetic and keep it in a comparison", () => {
    expect(ask("used / 10", all, 0)).toEqual(['{node="1", pod="a"} 3', '{node="1", pod="b"} 8']);
    expect(ask("used > 50", all, 0)).toEqual(['{__name__="used", node="1", pod="b"} 80']);
    expect(ask("50 < used", all, 0)).toEqual(['{__name__="used", node="1", pod="b"} 80']);
    expect(ask("used > bool 50", all, 0)).toEqual(['{node="1", pod="a"} 0', '{node="1", pod="b"} 1']);
  });
});

describe("two vectors", () => {
  it("match by all labels but the name", () => {
    expect(ask("used - bound", all, 0)).toEqual(['{node="1", pod="a"} -20']);
    expect(ask("used < bound", all, 0)).toEqual(['{__name__="used", node="1", pod="a"} 30']);
    expect(ask("used < on (pod) bound", all, 0)).toEqual(['{pod="a"} 30']);
    expect(ask("used < ignoring (node) bound", all, 0)).toEqual(['{__name__="used", pod="a"} 30']);
  });

  it("match many to one with group_left, and take labels over", () => {
    expect(ask("used / on (node) group_left (zone) size", all, 0)).toEqual([
      '{node="1", pod="a", zone="x"} 0.3',
      '{node="1", pod="b", zone="x"} 0.8',
    ]);
    expect(ask("size - on (node) group_right used", all, 0)).toEqual([
      '{node="1", pod="a"} 70',
      '{node="1", pod="b"} 20',
    ]);
  });

  it("must match uniquely", () => {
    const failure = (query: string) => failureOf(() => ask(query, all, 0));
    expect(failure("size / on (node) used")).toMatchObject({
      kind: "execution",
      message: expect.stringContaining("many-to-many matching not allowed"),
    });
    expect(failure("used / on (node) size").message).toBe(
      "multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)",
    );
    expect(failure("used * on (node) group_left (pod) size").message).toBe(
      "multiple matches for labels: grouping labels must ensure unique matches",
    );
    expect(failure('{__name__=~"used|bound"} * 1').message).toBe(
      "vector cannot contain metrics with the same labelset",
    );
    expect(failure('rate({__name__=~"used|bound"}[1m]) or -{__name__=~"used|bound"}').kind).toBe("execution");
  });
});

describe("set operations", () => {
  it("pass elements with their own names and values", () => {
    expect(ask("used and bound", all, 0)).toEqual(['{__name__="used", node="1", pod="a"} 30']);
    expect(ask("used unless bound", all, 0)).toEqual(['{__name__="used", node="1", pod="b"} 80']);
    expect(ask("bound or used", all, 0)).toEqual([
      '{__name__="bound", node="1", pod="a"} 50',
      '{__name__="used", node="1", pod="b"} 80',
    ]);
    expect(ask("used and on (node) size", all, 0)).toHaveLength(2);
    expect(ask("missing or vector(0)", all, 0)).toEqual(["{} 0"]);
    expect(ask("used > 500 or on () vector(-1)", all, 0)).toEqual(["{} -1"]);
  });
});

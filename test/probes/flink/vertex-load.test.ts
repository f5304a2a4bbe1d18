import { describe, expect, test } from "vitest";
import { culpritOf, type OperatorLoad, operatorLoad, skewOf } from "../../../src/probes/flink/vertex-load.ts";
import { job, subtask } from "./fixtures.ts";

describe("the culprit", () => {
  const load = (id: string, backpressured: number | null, busy: number | null): OperatorLoad => ({
    id,
    name: id,
    parallelism: 1,
    skew: 0,
    backpressured,
    busy,
  });
  const edges = [
    { from: "a", to: "b" },
    { from: "a", to: "c" },
    { from: "b", to: "d" },
  ];
  test.each<[string, readonly OperatorLoad[], string | null]>([
    ["the busiest of two that feed on the same one", [load("a", 1, 0), load("b", 0, 0.5), load("c", 0, 0.9)], "c"],
    ["whichever comes first", [load("a", 1, 0), load("b", 0, 0.9), load("c", 0, 0.5)], "b"],
    ["not one that is held back itself", [load("a", 1, 0), load("b", 0.2, 0.9), load("c", 0, 0.1)], "c"],
    ["one held back for a tenth is not", [load("a", 0.11, 0), load("b", 0.1, 0.9)], "b"],
    ["nobody is held back for more than a tenth", [load("a", 0.1, 0.9), load("b", 0, 0.9)], null],
    ["further down", [load("a", 1, 0), load("b", 1, 0), load("d", 0, 1)], "d"],
    ["not one that is not measured", [load("a", 1, 0), load("b", 0, null), load("c", null, 0.2)], "c"],
    ["none that nobody knows", [load("a", 1, 0)], null],
    ["none that feeds on others", [load("c", 1, 0), load("b", 0, 1)], null],
  ])("%s", (_what, loads, culprit) => {
    expect(culpritOf(loads, edges)?.id ?? null).toBe(culprit);
  });

  test("an operator is as its worst subtask, of those that are measured", () => {
    const [vertex] = job().vertices;
    if (vertex === undefined) throw new Error("the job has no operator");
    const subtasks = [subtask(0.2, 0.6, 0.2), subtask(0.7, 0.3, 0, 1), subtask(0, 0, 0, 2), subtask(null, null, 1, 3)];
    expect(operatorLoad({ vertex, subtasks })).toEqual({
      id: "v0",
      name: "Source: in",
      parallelism: 1,
      backpressured: 0.7,
      busy: 0.6,
      skew: expect.closeTo(0.5, 12),
    });
    expect(operatorLoad({ vertex, subtasks: null })).toMatchObject({ backpressured: null, busy: null, skew: 0 });
  });

  test.each([
    [[0.8, 0.4], 0.5],
    [[0.2, 0.8, 0.2], 0.75],
    [[0.6, 0.3, 0.3, 0.3], 0.5],
  ])("the busiest of %j stands out by %f", (shares, skew) => {
    expect(skewOf(shares)).toBeCloseTo(skew, 12);
  });
});

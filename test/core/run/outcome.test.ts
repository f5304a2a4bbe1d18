import { expect, test } from "vitest";
import { exitCodeOf, gravest, type Outcome } from "../../../src/core/run/outcome.ts";

/** Where several hold the first speaks: 70, 2, 6, 130, 7, 5, 4, 1, 3, 0. */
const order: readonly (readonly [Outcome, number])[] = [
  ["defect", 70],
  ["usage", 2],
  ["unverified", 6],
  ["interrupted", 130],
  ["refused", 7],
  ["escalated", 5],
  ["awaiting-approval", 4],
  ["problem", 1],
  ["inconclusive", 3],
  ["resolved", 0],
  ["healthy", 0],
];

test.each(order)("%s ends with %i", (outcome, code) => {
  expect(exitCodeOf(outcome)).toBe(code);
});

test("the gravest speaks, in whatever order they come", () => {
  const names = order.map(([name]) => name);
  for (const [index, name] of names.entries()) {
    expect(gravest(names.slice(index))).toBe(name);
    expect(gravest(names.slice(index).toReversed())).toBe(name);
  }
});

test("nothing that holds is a defect", () => {
  expect(gravest([])).toBe("defect");
});

import { expect, it } from "vitest";
import { worseImpact } from "../../../src/core/run/recheck.ts";

const impact = (keepServing: number | null, replicas?: number, budgetAllows: boolean | null = null) => ({
  lines: [],
  keepServing,
  ...(replicas === undefined ? {} : { replicas }),
  budgetAllows,
});

it.each([
  ["the same", impact(3, 4), impact(3, 4), false],
  ["more are wanted, and more serve", impact(3, 4), impact(5, 6), false],
  ["more are wanted, and the new ones do not serve yet", impact(3, 4), impact(3, 6), false],
  ["fewer serve of as many that are wanted", impact(3, 4), impact(2, 4), true],
  ["fewer are wanted, one of them is missing as before", impact(5, 6), impact(3, 4), false],
  ["fewer are wanted, and one more of them is missing", impact(5, 6), impact(2, 4), true],
  ["so few are wanted that none would serve", impact(5, 6), impact(0, 1), true],
  ["nothing moves their number, and fewer serve", impact(2), impact(1), true],
  ["how many serve cannot be told any more", impact(2), impact(null), false],
  ["how many are wanted cannot be told any more, and fewer serve", impact(3, 4), impact(2), true],
  ["how many were wanted could not be told, and fewer serve", impact(3), impact(2, 2), true],
  ["nothing serves in either case", impact(null), impact(null), false],
  ["a disruption budget forbids it by now", impact(3, 4, true), impact(3, 4, false), true],
  ["a disruption budget forbade it when it was shown", impact(3, 4, false), impact(3, 4, false), false],
])("%s", (_, shown, now, worse) => {
  expect(worseImpact(shown, now) !== null).toBe(worse);
});

it.each([
  [impact(3, 4), impact(2, 4), /^only 2 ready pods/],
  [impact(3, 4, true), impact(3, 4, false), /^a disruption budget forbids it by now$/],
])("why is said", (shown, now, reason) => {
  expect(worseImpact(shown, now)).toMatch(reason);
});

import { expect, test } from "vitest";
import { picksSome } from "../../../src/probes/distribution/picks-some.ts";

test.each([
  ["sum by (topk) (rate(x[5m]))", false],
  ["topk(10, sum by (feature_group) (rate(x[5m])))", true],
  ["sum by (a) (BOTTOMK(3, x))", true],
  ['sum by (a) (rate(x{job="topk(1, y)"}[5m]))', false],
  ["", false],
])("%s: %s", (query, picks) => {
  expect(picksSome(query)).toBe(picks);
});

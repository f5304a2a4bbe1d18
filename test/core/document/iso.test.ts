import { expect, test } from "vitest";
import { iso } from "../../../src/core/document/iso.ts";

test.each([
  [0, "1970-01-01T00:00:00.000Z"],
  // A runbook's step after 300,000 years is due later than any date: 100,000,000 days after 1970 is the last.
  [9_467_085_600_000_000, "+275760-09-13T00:00:00.000Z"],
])("%d ms after 1970 is %s", (atMs, text) => {
  expect(iso(atMs)).toBe(text);
});

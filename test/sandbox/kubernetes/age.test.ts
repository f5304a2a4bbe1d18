import { expect, it } from "vitest";
import { humanDuration } from "../../../src/sandbox/kubernetes/age.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

// As in the table of k8s.io/apimachinery's own test of HumanDuration.
it.each([
  [1000, "1s"],
  [70_000, "70s"],
  [190_000, "3m10s"],
  [70 * minute, "70m"],
  [47 * hour, "47h"],
  [49 * hour, "2d1h"],
  [8 * day + 2 * hour, "8d"],
  [367 * day, "367d"],
  [2 * 365 * day + 25 * hour, "2y1d"],
  [8 * 365 * day + 2 * hour, "8y"],
])("%i ms is %s", (durationMs, text) => {
  expect(humanDuration(durationMs)).toBe(text);
});

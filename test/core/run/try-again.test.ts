import { expect, test } from "vitest";
import { failedOnceMore, isTime, notAfter, notBefore, tryingSetBack } from "../../../src/core/run/try-again.ts";
import { START_MS } from "./sample-events.ts";

test("after each failure the pause is twice as long, and a minute at most", () => {
  let trying = failedOnceMore(null, START_MS);
  const pauses = [trying.nextAtMs - START_MS];
  for (let more = 0; more < 5; more += 1) {
    trying = failedOnceMore(trying, START_MS);
    pauses.push(trying.nextAtMs - START_MS);
  }
  expect(pauses).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
  expect(trying.failed).toBe(6);
});

test("it is time when the pause is over, and where nothing has failed", () => {
  const trying = failedOnceMore(null, START_MS);
  expect([4_999, 5_000, 5_001].map((ms) => isTime(trying, START_MS + ms))).toEqual([false, true, true]);
  expect(isTime(null, START_MS)).toBe(true);
});

test("a try is moved with the clock, and held back or brought forward but never the other way", () => {
  const trying = { failed: 2, nextAtMs: 1_000 };
  expect(tryingSetBack(trying, -300)).toEqual({ failed: 2, nextAtMs: 700 });
  expect([700, 1_300].map((ms) => notBefore(trying, ms)?.nextAtMs)).toEqual([1_000, 1_300]);
  expect([700, 1_300].map((ms) => notAfter(trying, ms)?.nextAtMs)).toEqual([700, 1_000]);
  expect([tryingSetBack(null, -300), notBefore(null, 700), notAfter(null, 700)]).toEqual([null, null, null]);
});

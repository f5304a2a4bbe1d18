import { expect, test } from "vitest";
import { serverClock } from "../../../src/clients/kubernetes/server-clock.ts";

const at = Date.UTC(2026, 10, 22, 3, 15, 0);
const date = "Sun, 22 Nov 2026 03:15:00 GMT";

test("goes on from the latest answer by a clock that nobody sets", () => {
  let byOurs = 1_000;
  const clock = serverClock(
    () => byOurs,
    () => at,
  );
  expect(clock.now()).toBeNull();
  clock.heard(date);
  expect(clock.now()).toBe(at);
  byOurs += 2_500;
  expect(clock.now()).toBe(at + 2_500);
  clock.heard("Sun, 22 Nov 2026 03:14:00 GMT");
  expect(clock.now()).toBe(at - 60_000);
});

test.each([undefined, "", "yesterday"])("%s tells nothing, and takes nothing back", (said) => {
  const clock = serverClock(
    () => 0,
    () => at,
  );
  clock.heard(said);
  expect(clock.now()).toBeNull();
  clock.heard(date);
  clock.heard(said);
  expect(clock.now()).toBe(at);
});

test.each([
  [0, 0, 0],
  [1_999, 0, 0],
  [2_000, 0, 2_000],
  [29_999, 0, 29_999],
  [-29_999, 0, 0],
  [30_000, 30_000, 30_000],
  [-3_600_000, -3_600_000, -3_600_000],
])("a clock of ours that is %i ms ahead is told as %i, and its stamps are moved by %i", (byMs, told, shift) => {
  const clock = serverClock(
    () => 0,
    () => at + byMs,
  );
  expect([clock.aheadMs(), clock.stampShiftMs()]).toEqual([0, 0]);
  clock.heard(date);
  expect([clock.aheadMs(), clock.stampShiftMs()]).toEqual([told, shift]);
});

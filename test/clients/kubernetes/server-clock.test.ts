import { expect, test } from "vitest";
import { serverClock } from "../../../src/clients/kubernetes/server-clock.ts";

const at = Date.UTC(2026, 10, 22, 3, 15, 0);
const date = "Sun, 22 Nov 2026 03:15:00 GMT";

test("goes on from the latest answer by a clock that nobody sets", () => {
  let byOurs = 1_000;
  const clock = serverClock(() => byOurs);
  expect(clock.now()).toBeNull();
  clock.heard(date);
  expect(clock.now()).toBe(at);
  byOurs += 2_500;
  expect(clock.now()).toBe(at + 2_500);
  clock.heard("Sun, 22 Nov 2026 03:14:00 GMT");
  expect(clock.now()).toBe(at - 60_000);
});

test.each([undefined, "", "yesterday"])("%s tells nothing, and takes nothing back", (said) => {
  const clock = serverClock(() => 0);
  clock.heard(said);
  expect(clock.now()).toBeNull();
  clock.heard(date);
  clock.heard(said);
  expect(clock.now()).toBe(at);
});

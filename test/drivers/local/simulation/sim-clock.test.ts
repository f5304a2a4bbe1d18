import { getEventListeners } from "node:events";
import { expect, test } from "vitest";
import { realWorld } from "../../../../src/drivers/local/real-world/real-world.ts";
import { SimClock } from "./sim-clock.ts";

// What waits in steps, as a reconciliation does, sleeps on one signal for as long as it takes.
test.each([
  ["of the simulation", (clock: SimClock) => clock.sleep.bind(clock)],
  ["of this computer", () => realWorld.sleep],
])("a sleep %s that is over leaves nothing on its signal, nor does one that was cut short", async (_, sleepOf) => {
  const clock = new SimClock();
  const sleep = sleepOf(clock);
  const stop = new AbortController();
  let over = false;
  void sleep(1, stop.signal).then(() => (over = true));
  expect(getEventListeners(stop.signal, "abort")).toHaveLength(1);
  await Promise.all([clock.passUntil(() => over), expect.poll(() => over).toBe(true)]);
  expect(getEventListeners(stop.signal, "abort")).toEqual([]);
  const short = sleep(60_000, stop.signal);
  stop.abort();
  await short;
  expect(getEventListeners(stop.signal, "abort")).toEqual([]);
});

import { expect, test } from "vitest";
import { readRestartStrategy } from "../../../src/probes/flink/restart-strategy.ts";

/** The first four as Flink 2.3 says them. */
test.each([
  ["Restart with fixed delay (PT1S). #1000000 restart attempts.", 1_000, 1_000_000],
  ["Restart with fixed delay (PT1M30S). #3 restart attempts.", 90_000, 3],
  ["Restart deactivated.", null, 0],
  [
    "Restart with exponential delay: starting at PT1S, increasing by 1.500000, with maximum PT1M. Delay resets after PT1H with jitter 0.100000",
    60_000,
    null,
  ],
  ["Failure rate restart with maximum of 3 failures within interval PT5M and fixed delay PT0.5S.", 500, null],
  ["Restart with fixed delay (PT2H). #1 restart attempts.", 7_200_000, 1],
  ["Restart with fixed delay (PT0S). #1 restart attempts.", null, 1],
  ["Cluster level default restart strategy", null, null],
  ["", null, null],
])("%s", (words, delayMs, attempts) => {
  expect(readRestartStrategy(words)).toEqual({ words, delayMs, attempts });
});

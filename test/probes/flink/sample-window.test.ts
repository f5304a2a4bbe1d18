import { expect, test } from "vitest";
import type { Doors } from "../../../src/clients/doors.ts";
import { flinkBackpressure } from "../../../src/probes/flink-backpressure.ts";
import { flinkWith, listed, signal } from "./asked-flink.ts";
import { job, NOW } from "./fixtures.ts";

/** This machine's clock, which is ahead of the JobManager's. */
const HERE = NOW + 7_200_000;
const args = flinkBackpressure.args.parse({ job: "zipline" });

/** A job each of whose operators began so many ms ago; null: it does not say when. */
const begun = (...agoMs: readonly (number | null)[]) => {
  const { vertices } = job();
  return job({
    vertices: vertices.map((vertex, at) => ({ ...vertex, beganAtMs: agoMs[at] == null ? undefined : NOW - agoMs[at] })),
  });
};

// Twelve values of Flink's gauge, one every 5 s, fetched every 10 s: 12 * 5 + 10 = 70.
test.each<[string, ReturnType<typeof job>, number]>([
  ["one that runs for long", begun(3_600_000, 3_600_000, 3_600_000), 70_000],
  ["one that runs for just as long as Flink looks back", begun(70_001, 70_001, 70_001), 70_000],
  ["one that was restarted as a whole", begun(30_000, 29_000, 28_000), 30_000],
  ["one that was restarted in part", begun(30_000, 3_600_000, 30_000), 70_000],
  ["one that does not say since when all run", begun(30_000, null, 30_000), 70_000],
  ["one that has no operators", job({ vertices: [] }), 70_000],
  ["one that begins after the clock was set", begun(-1_000, -1_000, -1_000), 0],
])("a sample looks back: %s", async (_what, one, windowMs) => {
  const flink = { ...flinkWith([listed("a", "zipline")], { job: async () => one }), vantage: "from here" };
  const doors = { flink: async () => flink } as unknown as Doors;
  const gathered = await flinkBackpressure.gather(args, { doors, nowMs: HERE, signal });
  expect(gathered).toMatchObject({ windowStartMs: HERE - windowMs, sampledAtMs: HERE });
});

test("without a job as far as one would", async () => {
  const doors = { flink: async () => ({ ...flinkWith([]), vantage: "from here" }) } as unknown as Doors;
  const gathered = await flinkBackpressure.gather(args, { doors, nowMs: HERE, signal });
  expect(gathered.sampledAtMs - gathered.windowStartMs).toBe(70_000);
});

import { expect, test } from "vitest";
import type { Doors } from "../../../src/clients/doors.ts";
import type { FlinkCheckpoints, FlinkJob } from "../../../src/clients/flink-client.ts";
import { flinkCheckpoints } from "../../../src/probes/flink-checkpoints.ts";
import { flinkWith, listed, signal } from "./asked-flink.ts";
import { checkpoint, checkpoints, failedCheckpoint, job, NOW } from "./fixtures.ts";
import { ended, pending } from "./judged-checkpoints.ts";

/** This machine's clock, which is ahead of the JobManager's. */
const HERE = NOW + 7_200_000;
const args = flinkCheckpoints.args.parse({ job: "zipline" });

// A guard counts what begins after its change: a checkpoint from before it says nothing of what the change did, a failure ends the wait at once.
test.each<[string, FlinkCheckpoints, FlinkJob, number]>([
  ["one that is well, since its newest completed", checkpoints(checkpoint(1, ended(30_000))), job(), 30_000],
  ["one under way adds nothing", checkpoints(pending(2, 5_000), checkpoint(1, ended(30_000))), job(), 30_000],
  ["one of a young job that is old, as far back", checkpoints(checkpoint(1, ended(400_000))), job({}, 20_000), 400_000],
  ["one that fails, now", checkpoints(failedCheckpoint(2, 5_000), checkpoint(1, ended(65_000))), job(), 0],
  ["one that is stale, now", checkpoints(checkpoint(1, ended(400_000))), job(), 0],
  ["none that completed, now", checkpoints(), job({}, 20_000), 0],
])("the time that is told of: %s", async (_what, history, one, agoMs) => {
  const answers = { job: async () => one, checkpoints: async () => history };
  const flink = { ...flinkWith([listed("a", "zipline")], answers), vantage: "from here" };
  const doors = { flink: async () => flink } as unknown as Doors;
  const gathered = await flinkCheckpoints.gather(args, { doors, nowMs: HERE, signal });
  expect(gathered).toMatchObject({ windowStartMs: HERE - agoMs, sampledAtMs: HERE });
});

test("without a job it is now", async () => {
  const doors = { flink: async () => ({ ...flinkWith([]), vantage: "from here" }) } as unknown as Doors;
  const gathered = await flinkCheckpoints.gather(args, { doors, nowMs: HERE, signal });
  expect(gathered.windowStartMs).toBe(HERE);
});

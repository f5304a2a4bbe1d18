import { expect, test } from "vitest";
import { planRun } from "../../../src/actions/flink/plan-run.ts";
import type { FlinkClient, FlinkJobSummary } from "../../../src/clients/flink-client.ts";
import { JOB, NOW } from "./stub-flink.ts";

const ended = {
  id: "d".repeat(32),
  name: "zipline",
  state: "CANCELED",
  startedAtMs: NOW - 9_000,
  endedAtMs: NOW - 5_000,
};
const other = { id: JOB, name: "zipline-streaming", state: "RUNNING", startedAtMs: NOW - 60_000, endedAtMs: null };

async function warnings(jobs: readonly Omit<FlinkJobSummary, "tasks">[]): Promise<string> {
  const flink = {
    jobs: async () => jobs.map((job) => ({ ...job, tasks: {} })),
    overview: async () => ({ version: "2.3.0", taskManagers: 1, slotsTotal: 4, slotsAvailable: 2 }),
    localJar: async () => ({ name: "zipline.jar", sha256: "0".repeat(64), bytes: new Uint8Array(10) }),
    jars: async () => [],
    checkpoints: async () => ({
      counts: { completed: 0, failed: 0, inProgress: 0 },
      latest: { completed: null, savepoint: null, failed: null, restored: null },
      history: [],
    }),
    checkpointConfig: async () => ({ keptAfter: { cancel: true, failure: true } }),
  } as unknown as FlinkClient;
  const plan = await planRun(
    "flink.run",
    flink,
    { job: "zipline", args: [], from: "latest" },
    { nowMs: NOW, shown: null, signal: new AbortController().signal },
  );
  return plan.warnings.join("\n");
}

test("a name that no job ever had, while another job runs: it may be the same pipeline", async () => {
  expect(await warnings([other])).toContain("zipline-streaming runs: is this job one of them under another name?");
});

test.each([
  ["nothing runs", []],
  ["a job of that name has ended", [ended, other]],
  ["the other is over as well", [{ ...other, state: "FINISHED", endedAtMs: NOW }]],
])("no such word where %s", async (_what, jobs) => {
  expect(await warnings(jobs)).not.toContain("under another name");
});

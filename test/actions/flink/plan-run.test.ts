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

type Jobs = readonly Omit<FlinkJobSummary, "tasks">[];

function planned(jobs: Jobs, hearsay: string | null = null): ReturnType<typeof planRun> {
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
  return planRun(
    "flink.run",
    flink,
    { job: "zipline", args: [], from: "latest" },
    { nowMs: NOW, shown: null, hearsay, signal: new AbortController().signal },
  );
}

async function warnings(jobs: Jobs): Promise<string> {
  return (await planned(jobs)).warnings.join("\n");
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

test("a name that an alert's label alone says, and that no job ever had, is not started: it would begin without state", async () => {
  await expect(planned([other], "job")).rejects.toMatchObject({
    name: "PlanRefusal",
    message: expect.stringMatching(/no job named zipline, .*an alert's label alone says .* --param job=zipline$/),
  });
});

test("it is started where a job of that name has ended, whoever says the name", async () => {
  expect((await planned([ended, other], "job")).target.name).toBe("zipline");
});

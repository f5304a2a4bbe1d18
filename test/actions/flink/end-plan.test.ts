import { expect, test } from "vitest";
import { planEnd } from "../../../src/actions/flink/plan-end.ts";
import type { FlinkClient, FlinkJob } from "../../../src/clients/flink-client.ts";
import { ID, signal } from "./known-flink.ts";
import { JOB, jobIn, NOW } from "./stub-flink.ts";

function plan(job: FlinkJob) {
  const flink = { job: async () => job } as unknown as FlinkClient;
  return planEnd("flink.run", flink, JOB, NOW, signal);
}

const vertex = (state: string) => ({
  id: state,
  name: state,
  parallelism: 1,
  maxParallelism: 128,
  slotSharingGroup: "g",
  state,
});

test("a job all of whose tasks run is stopped with a savepoint: the whole plan", async () => {
  const planned = await plan(jobIn("RUNNING", { vertices: [vertex("RUNNING"), vertex("FINISHED")] }));
  const { trigger } = planned.before;
  expect(trigger).toMatch(ID);
  expect(planned).toEqual({
    action: "flink.run",
    summary: "stop zipline with a savepoint",
    target: { kind: "FlinkJob", namespace: "", name: "zipline", uid: JOB },
    identity: expect.stringMatching(/^[0-9a-f]{64}$/),
    writes: [
      {
        id: "1",
        method: "POST",
        path: `/jobs/${JOB}/stop`,
        contentType: "application/json",
        body: { drain: false, triggerId: trigger },
        object: "job zipline",
      },
    ],
    instructions: [],
    changes: [{ path: "job", from: "RUNNING", to: "FINISHED" }],
    impact: {
      lines: ["nothing is processed any more; it began 60 s ago"],
      keepServing: null,
      budgetAllows: null,
    },
    warnings: [],
    equivalent: `flink stop ${JOB}`,
    undo: null,
    before: { jobId: JOB, trigger },
    completionSeconds: 600,
  });
});

test.each([
  ["RESTARTING", [vertex("RUNNING")]],
  ["RUNNING", [vertex("RUNNING"), vertex("CREATED")]],
])("a job that is %s and cannot make a savepoint is cancelled", async (state, vertices) => {
  expect(await plan(jobIn(state, { vertices }))).toMatchObject({
    summary: "cancel zipline, which cannot make a savepoint now",
    writes: [
      {
        id: "1",
        method: "PATCH",
        path: `/jobs/${JOB}?mode=cancel`,
        contentType: "application/json",
        body: null,
        object: "job zipline",
      },
    ],
    changes: [{ path: "job", from: state, to: "CANCELED" }],
    warnings: ["what it has not checkpointed is lost; its sources will be read again from there"],
    equivalent: `flink cancel ${JOB}`,
  });
});

test("that it can be stopped by now is another plan, a later moment is none", async () => {
  const [stops, cancels] = [await plan(jobIn("RUNNING")), await plan(jobIn("RESTARTING"))];
  expect(cancels.identity).not.toBe(stops.identity);
  expect(await plan(jobIn("RUNNING", { nowMs: NOW + 1 }))).toEqual(stops);
});

test("the savepoint of another life of the job has another trigger", async () => {
  const [one, other] = [await plan(jobIn("RUNNING")), await plan(jobIn("RUNNING", { startedAtMs: NOW - 1 }))];
  expect(other.before["trigger"]).not.toBe(one.before["trigger"]);
});

test("one that is over is refused", async () => {
  await expect(plan(jobIn("CANCELED"))).rejects.toMatchObject({
    name: "PlanRefusal",
    kind: "not-now",
    message: "job zipline is CANCELED already",
  });
});

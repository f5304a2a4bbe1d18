import { expect, test } from "vitest";
import { prepareWrite } from "../../../src/actions/flink/prepare-write.ts";
import { runWrite, SAVEPOINT } from "../../../src/actions/flink/writes.ts";
import { contextWith, JOB, NEW_JOB, orderOf, TRIGGER } from "./stub-flink.ts";

const JAR = "zipline-0123456789ab.jar";
const run = runWrite("2", {
  jobId: NEW_JOB,
  job: "zipline",
  jar: JAR,
  entryClass: null,
  args: [],
  parallelism: 2,
  from: SAVEPOINT,
  configuration: {},
});

/** A submission that waits for the savepoint with which its job was stopped. */
function prepared(state: string, savepoint: object) {
  const jobs = async () => [{ id: JOB, name: "zipline", state, startedAtMs: 0, endedAtMs: null }];
  const jars = async () => [{ id: `u_${JAR}`, name: JAR, uploadedAtMs: 0 }];
  const flink = { jobs, jars, savepoint: async () => savepoint } as never;
  const { plan } = orderOf(run, {}, { stopped: JOB, trigger: TRIGGER });
  return prepareWrite(plan, run, contextWith(flink));
}

const failed = { state: "failed", reason: "Checkpoint expired before completing." };

test("its savepoint failed and the job goes on: nothing has changed", async () => {
  expect(await prepared("RUNNING", failed)).toEqual({
    ready: false,
    reason: "job zipline goes on: its savepoint failed: Checkpoint expired before completing.",
    unchanged: true,
  });
});

test("its savepoint failed and the job is over: that is a change, and nobody wanted it", async () => {
  const seen = await prepared("FAILED", failed);
  expect(seen).toMatchObject({ ready: false, reason: expect.stringContaining("its savepoint failed") });
  expect(seen).not.toHaveProperty("unchanged");
});

test("its savepoint is still being written, or the job still stopping: it is asked again", async () => {
  expect(await prepared("RUNNING", { state: "in-progress" })).toMatchObject({ ready: false, waiting: true });
  expect(await prepared("RUNNING", { state: "completed", path: "file:/s" })).toMatchObject({
    ready: false,
    waiting: true,
  });
});

test("its savepoint is made and the job over: it may be sent", async () => {
  const detail = { jar: `u_${JAR}`, savepoint: "file:/s" };
  expect(await prepared("FINISHED", { state: "completed", path: "file:/s" })).toMatchObject({ ready: true, detail });
});

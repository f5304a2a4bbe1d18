import { describe, expect, it } from "vitest";
import { changeCluster } from "../../../src/sandbox/flink/change-cluster.ts";
import { VERTICES } from "../../../src/sandbox/streaming/flink-job.ts";
import { WELL } from "../../../src/sandbox/streaming/streaming-fault.ts";
import { jobOf, pipeline } from "../streaming/pipeline.ts";
import { startFlink } from "./rest.ts";

const [SOURCE, TRANSFORM, SINK] = VERTICES.map(({ id }) => id);
const CHOSEN = "0123456789abcdef0123456789abcdef";

describe("what the REST API says of a job that runs", () => {
  it("has the shapes of Flink 2.3", async () => {
    const { get, jid } = await startFlink();
    expect((await get("/overview")).body).toMatchObject({
      taskmanagers: 2,
      "slots-total": 16,
      "slots-available": 14,
      "jobs-running": 1,
      "flink-version": "2.3.0",
    });
    expect((await get("/jobs")).body).toEqual({ jobs: [{ id: jid, status: "RUNNING" }] });
    expect((await get("/jobs/overview")).body).toMatchObject({
      jobs: [
        {
          jid,
          name: "zipline-streaming",
          state: "RUNNING",
          schedulerType: "Default",
          "end-time": -1,
          tasks: { running: 6, total: 6 },
        },
      ],
    });
    const { body } = await get(`/jobs/${jid}`);
    expect(body).toMatchObject({
      isStoppable: false,
      state: "RUNNING",
      vertices: [
        { id: SOURCE, parallelism: 2, status: "RUNNING" },
        { id: TRANSFORM, parallelism: 2 },
        { id: SINK, name: "sink: Writer" },
      ],
      plan: {
        nodes: [{ inputs: [] }, { inputs: [{ id: SOURCE, ship_strategy: "HASH" }] }, { inputs: [{ id: TRANSFORM }] }],
      },
    });
    expect((await get("/v1/jobs/overview")).status).toBe(200);
  });

  it("has no backpressure sample at first: an internal error, then numbers", async () => {
    const { get, jid, wait } = await startFlink("backpressure");
    const path = `/jobs/${jid}/vertices/${SOURCE}/backpressure`;
    const first = await get(path);
    expect(first.status).toBe(500);
    expect(first.body.errors?.join(" ")).toMatch(/NoSuchElementException: No value present/);
    wait(1000);
    expect((await get(path)).body).toMatchObject({
      status: "ok",
      backpressureLevel: "high",
      "backpressure-level": "high",
      subtasks: [{ subtask: 0, ratio: expect.closeTo(0.97, 1) as number }, { subtask: 1 }],
    });
    expect((await get(`/jobs/${jid}/vertices/${TRANSFORM}/backpressure`)).body).toMatchObject({
      backpressureLevel: "ok",
      subtasks: [{ busyRatio: expect.closeTo(1, 1) as number }, {}],
    });
  });

  it("has a busy time that is no number just after a start, and says that an unknown vertex is deprecated", async () => {
    const { get, jid, wait, platform } = await startFlink();
    platform.cluster.fail(
      jobOf(platform),
      { afterMs: 0, exceptionName: "X", message: "y", task: "transform" },
      platform.nowMs,
    );
    // A restart's delay of 2 s, and 0.6 s until the tasks run.
    wait(3000);
    const path = `/jobs/${jid}/vertices/${SOURCE}/backpressure`;
    await get(path);
    wait(800);
    expect((await get(path)).body).toMatchObject({
      backpressureLevel: "ok",
      subtasks: [{ busyRatio: "NaN", ratio: 0 }, {}],
    });
    expect(await get(`/jobs/${jid}/vertices/${"0".repeat(32)}/backpressure`)).toEqual({
      status: 200,
      body: { status: "deprecated" },
    });
  });

  it("has metrics as texts, without those that it does not know", async () => {
    const { get, jid, wait } = await startFlink("checkpoints-failing");
    const path = `/jobs/${jid}/vertices/${SOURCE}/metrics`;
    expect((await get(path)).body).toEqual([]);
    wait(1000);
    const { body } = await get(`${path}?get=0.Source__zipline-in.pendingRecords,0.nope`);
    expect(body).toEqual([
      { id: "0.Source__zipline-in.pendingRecords", value: expect.stringMatching(/^\d+$/) as string },
    ]);
    expect((await get(`${path}?get=nope`)).body).toEqual([]);
    const all = await get(`/jobs/${jid}/vertices/${SOURCE}/subtasks/metrics?get=numRecordsInPerSecond&agg=sum`);
    expect(all.body).toEqual([{ id: "numRecordsInPerSecond", sum: expect.closeTo(500, -2) as number }]);
    expect((await get(`/jobs/${jid}/metrics?get=numRestarts,fullRestarts`)).body).toEqual([
      { id: "numRestarts", value: "0" },
    ]);
  });

  it("tells of checkpoints that fail, with why; percentiles of none are NaN", async () => {
    const { get, jid } = await startFlink({
      job: () => ({ checkpoint: { ...WELL.checkpoint, failure: "IO-problem detected." } }),
    });
    const { body } = await get(`/jobs/${jid}/checkpoints`);
    expect(body).toMatchObject({
      counts: { completed: 0 },
      summary: { end_to_end_duration: { p50: "NaN" } },
      latest: { completed: null, failed: { status: "FAILED", failure_message: "IO-problem detected." } },
    });
    expect((await get(`/jobs/${jid}/checkpoints/config`)).body).toMatchObject({ interval: 5000, timeout: 20_000 });
  });

  it("keeps sixteen exceptions and says that there were more", async () => {
    const { get, jid } = await startFlink("job-failing");
    const { body } = await get(`/jobs/${jid}/exceptions`);
    expect(body).toMatchObject({ exceptionHistory: { truncated: true, entries: { length: 16 } } });
    const one = await get(`/jobs/${jid}/exceptions?maxExceptions=1`);
    expect(one.body).toMatchObject({
      exceptionHistory: {
        truncated: true,
        entries: [{ exceptionName: "org.apache.flink.util.FlinkRuntimeException" }],
      },
    });
  });

  it("says of a job that failed for good only that its recovery is suppressed; the reason stands below", async () => {
    const { get, jid } = await startFlink("job-failed");
    const { body } = await get(`/jobs/${jid}/exceptions`);
    expect(body).toMatchObject({
      exceptionHistory: {
        entries: [
          {
            exceptionName: "org.apache.flink.runtime.JobException",
            stacktrace: expect.stringMatching(
              /^[^\n]*Recovery is suppressed[^]*Caused by: [^\n]*RemoteTransportException/,
            ) as string,
          },
        ],
      },
    });
  });

  it.each([
    ["/nope", 404, /Unable to load requested file \/nope/],
    [`/jobs/${"0".repeat(32)}`, 404, /^org.apache.flink.runtime.rest.NotFoundException: Job 0{32} not found/],
    ["/jobs/mine", 400, /Cannot resolve path parameter/],
  ])("%s is %i", async (path, status, words) => {
    const answer = await (await startFlink()).get(path);
    expect(answer.status).toBe(status);
    expect(answer.body.errors?.[0]).toMatch(words);
  });
});

describe("what can be done to it", () => {
  it("takes a jar, and runs it once under the id that the client chose", async () => {
    const { url, ask, get, jid, wait } = await startFlink();
    await ask("PATCH", `/jobs/${jid}?mode=cancel`);
    const form = new FormData();
    form.append("jarfile", new Blob([new Uint8Array(4_000_000)], { type: "application/x-java-archive" }), "mine.jar");
    const uploaded = (await (await fetch(`${url}/jars/upload`, { method: "POST", body: form })).json()) as {
      filename: string;
    };
    const jar = uploaded.filename.split("/").at(-1);
    expect(jar).toMatch(/^[0-9a-f-]{36}_mine\.jar$/);
    const order = { jobId: CHOSEN, parallelism: 3 };
    expect(await ask("POST", `/jars/${jar}/run`, order)).toMatchObject({ status: 200, body: { jobid: CHOSEN } });
    const again = await ask("POST", `/jars/${jar}/run`, order);
    expect(again.status).toBe(500);
    expect(again.body.errors?.join(" ")).toMatch(/DuplicateJobSubmissionException/);
    wait(2000);
    expect((await get(`/jobs/${CHOSEN}`)).body).toMatchObject({
      state: "RUNNING",
      vertices: [{ parallelism: 3 }, {}, {}],
    });
    expect((await ask("POST", "/jars/none.jar/run", order)).status).toBe(400);
  });

  it("stops with a savepoint, the same trigger twice being one", async () => {
    const { ask, get, jid, wait, mutations } = await startFlink();
    const stop = { drain: false, triggerId: CHOSEN };
    expect(await ask("POST", `/jobs/${jid}/stop`, stop)).toEqual({ status: 202, body: { "request-id": CHOSEN } });
    expect((await get(`/jobs/${jid}/savepoints/${CHOSEN}`)).body).toEqual({
      status: { id: "IN_PROGRESS" },
      operation: null,
    });
    expect((await ask("POST", `/jobs/${jid}/stop`, stop)).status).toBe(202);
    wait(1000);
    expect((await get(`/jobs/${jid}/savepoints/${CHOSEN}`)).body).toMatchObject({
      status: { id: "COMPLETED" },
      operation: { location: expect.stringMatching(/^file:\/flink\/savepoints\/savepoint-/) as string },
    });
    expect((await get(`/jobs/${jid}`)).body).toMatchObject({ state: "FINISHED" });
    expect(mutations).toHaveLength(2);
    expect((await get(`/jobs/${jid}/savepoints/${"9".repeat(32)}`)).status).toBe(404);
  });

  it("says COMPLETED of a savepoint that failed as well", async () => {
    const { ask, get, jid, platform } = await startFlink();
    platform.cluster.fail(
      jobOf(platform),
      { afterMs: 0, exceptionName: "X", message: "y", task: "transform" },
      platform.nowMs,
    );
    await ask("POST", `/jobs/${jid}/savepoints`, { triggerId: CHOSEN });
    expect((await get(`/jobs/${jid}/savepoints/${CHOSEN}`)).body).toMatchObject({
      status: { id: "COMPLETED" },
      operation: { "failure-cause": { class: "java.util.concurrent.CompletionException" } },
    });
  });

  const bounds = (upperBound: number) => ({ parallelism: { lowerBound: 1, upperBound } });

  it("rescales a job of the adaptive scheduler in place, and counts that as a restart", async () => {
    const { ask, get, jid, wait } = await startFlink({ scheduler: "Adaptive" });
    const path = `/jobs/${jid}/resource-requirements`;
    const all = { [SOURCE ?? ""]: bounds(1), [TRANSFORM ?? ""]: bounds(3), [SINK ?? ""]: bounds(40) };
    expect(await ask("PUT", path, all)).toEqual({ status: 200, body: {} });
    expect((await get(`/jobs/${jid}`)).body).toMatchObject({ state: "CREATED" });
    wait(2000);
    const { body } = await get(`/jobs/${jid}`);
    expect(body).toMatchObject({
      state: "RUNNING",
      vertices: [{ parallelism: 1 }, { parallelism: 3 }, { parallelism: 16 }],
    });
    expect((await get(`/jobs/${jid}/metrics?get=numRestarts,numRescales`)).body).toEqual([
      { id: "numRestarts", value: "1" },
      { id: "numRescales", value: "1" },
    ]);
    expect((await get(path)).body).toEqual(all);
  });

  it.each([
    [{ [TRANSFORM ?? ""]: bounds(3) }, /incomplete, missing job vertex/],
    [{ [SOURCE ?? ""]: bounds(0), [TRANSFORM ?? ""]: bounds(1), [SINK ?? ""]: bounds(1) }, /smaller than 1/],
    [{ [SOURCE ?? ""]: bounds(500), [TRANSFORM ?? ""]: bounds(1), [SINK ?? ""]: bounds(1) }, /maximum parallelism/],
  ])("refuses requirements that cannot be meant: %#", async (given, words) => {
    const { ask, jid, mutations } = await startFlink({ scheduler: "Adaptive" });
    const answer = await ask("PUT", `/jobs/${jid}/resource-requirements`, given);
    expect(answer.status).toBe(400);
    expect(answer.body.errors?.[0]).toMatch(words);
    expect(mutations).toEqual([]);
  });

  it("cannot do so with the default scheduler", async () => {
    const { ask, get, jid } = await startFlink();
    for (const answer of [
      await get(`/jobs/${jid}/resource-requirements`),
      await ask("PUT", `/jobs/${jid}/resource-requirements`, {}),
    ]) {
      expect(answer.status).toBe(500);
      expect(answer.body.errors?.join(" ")).toMatch(/DefaultScheduler does not support/);
    }
    expect((await ask("PATCH", `/jobs/${jid}/rescaling?parallelism=3`)).status).toBe(503);
  });

  it("comes to the same when its writes are done again", async () => {
    const { ask, wait, jid, mutations, platform, get } = await startFlink("backpressure");
    await ask("POST", `/jobs/${jid}/stop`, {});
    wait(4300);
    const jars = (await get("/jars")).body as unknown as { files: { id: string }[] };
    await ask("POST", `/jars/${jars.files[0]?.id}/run`, { parallelism: 4 });
    wait(20_000);
    await get("/jobs");
    const again = pipeline("backpressure");
    for (const { atMs, method, path, body } of mutations) {
      again.advanceTo(atMs);
      const url = new URL(path, "http://flink");
      expect(
        changeCluster(again.cluster, { method, path: url.pathname, query: url.searchParams, body }, atMs)?.accepted,
      ).toBe(true);
    }
    again.advanceTo(platform.nowMs);
    expect(again.cluster.jobs).toEqual(platform.cluster.jobs);
  });
});

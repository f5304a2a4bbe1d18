import { describe, expect, test } from "vitest";
import { gatherBackpressure, hasSample } from "../../../src/probes/flink/backpressure-facts.ts";
import { gatherCheckpoints } from "../../../src/probes/flink/checkpoint-facts.ts";
import { gatherJob } from "../../../src/probes/flink/job-facts.ts";
import { CLUSTER, flinkWith, listed, signal, WANTED } from "./asked-flink.ts";
import { checkpoints, CONFIG, exception, job, subtask } from "./fixtures.ts";

describe("the facts of a job", () => {
  const jobs = [listed("a", "zipline")];
  const metrics = new Map([
    ["numRestarts", 3],
    ["numRescales", 1],
  ]);

  test("are those of the one that is meant", async () => {
    const jobMetrics = async (_id: string, names: readonly string[]) =>
      new Map([...metrics].filter(([name]) => names.includes(name)));
    const facts = await gatherJob(flinkWith(jobs, { jobMetrics }), WANTED, signal);
    expect(facts).toMatchObject({
      choice: { chosen: { id: "a" } },
      cluster: CLUSTER,
      job: {
        job: { id: "a" },
        tasks: { running: 1, total: 2 },
        exceptions: [exception("x")],
        exceptionsTruncated: true,
        restartsTotal: 3,
        rescalesTotal: 1,
        pendingRecords: null,
      },
    });
    const untold = await gatherJob(flinkWith(jobs), WANTED, signal);
    expect(untold.job).toMatchObject({ restartsTotal: null, rescalesTotal: null });
    expect((await gatherCheckpoints(flinkWith(jobs), WANTED, signal)).detail).toMatchObject({
      job: { id: "a" },
      checkpoints: checkpoints(),
      config: CONFIG,
    });
  });

  test("are none without a job", async () => {
    expect((await gatherJob(flinkWith([]), WANTED, signal)).job).toBeNull();
    expect((await gatherCheckpoints(flinkWith([]), WANTED, signal)).detail).toBeNull();
    const none = await gatherBackpressure(flinkWith([]), WANTED, 0, AbortSignal.abort());
    expect(none).toMatchObject({ job: null, loads: [], pendingRecords: null, waitedMs: 0 });
  });
});

describe("backpressure", () => {
  const jobs = [listed("a", "zipline")];
  // With it, waiting fails at once: what answers has not waited.
  const impatient = AbortSignal.abort();

  test("is read of each operator", async () => {
    const backpressure = async (_job: string, vertex: string) => (vertex === "v1" ? null : [subtask(0.2, 0.3, 0.5)]);
    const facts = await gatherBackpressure(flinkWith(jobs, { backpressure }), WANTED, 0, impatient);
    expect(facts.loads.map(({ vertex, subtasks }) => [vertex.id, subtasks])).toEqual([
      ["v0", [subtask(0.2, 0.3, 0.5)]],
      ["v1", null],
      ["v2", [subtask(0.2, 0.3, 0.5)]],
    ]);
    expect([facts.job?.id, facts.waitedMs, facts.pendingRecords]).toEqual(["a", 0, null]);
  });

  test("of a job that is over is not asked for", async () => {
    const over = flinkWith([listed("a", "zipline", "FINISHED")], { job: async () => job({ state: "FINISHED" }) });
    expect(await gatherBackpressure(over, WANTED, 60_000, impatient)).toMatchObject({
      job: { state: "FINISHED" },
      loads: [],
    });
  });

  test("of one that does not run is not waited for", async () => {
    const backpressure = async () => null;
    const restarting = flinkWith(jobs, { backpressure, job: async () => job({ state: "RESTARTING" }) });
    expect(await gatherBackpressure(restarting, WANTED, 60_000, impatient)).toMatchObject({ waitedMs: 0 });
  });

  test("is waited for no longer once the check is given up", async () => {
    const given = flinkWith(jobs, { backpressure: async () => null });
    await expect(gatherBackpressure(given, WANTED, 60_000, impatient)).rejects.toThrow();
    // One operator that is not measured is enough to wait for.
    const backpressure = async (_job: string, vertex: string) => (vertex === "v1" ? null : [subtask(0, 0, 1)]);
    await expect(gatherBackpressure(flinkWith(jobs, { backpressure }), WANTED, 60_000, impatient)).rejects.toThrow();
    // And so is one subtask.
    const vertices = job().vertices.map((vertex) => ({ ...vertex, parallelism: 2 }));
    const wide = flinkWith(jobs, { job: async () => job({ vertices }), backpressure: async () => [subtask(0, 0, 1)] });
    await expect(gatherBackpressure(wide, WANTED, 60_000, impatient)).rejects.toThrow();
  });

  // Of a second a task is somewhere: shares that come to nothing have not been measured.
  test.each([
    [null, false],
    [[], false],
    [[subtask(0, 0, 0)], false],
    [[subtask(null, null, null)], false],
    [[subtask(0.2, 0.1, 0.19)], false],
    [[subtask(0.2, 0.1, 0.2)], true],
    [[subtask(0, 0, 0), subtask(null, null, 1)], true],
    [[subtask(1, null, null)], true],
    [[subtask(null, 1, null)], true],
  ])("a sample: %j is one: %j", (subtasks, sampled) => {
    const [vertex] = job().vertices;
    if (vertex === undefined) throw new Error("the job has no operator");
    expect(hasSample({ vertex, subtasks })).toBe(sampled);
  });
});

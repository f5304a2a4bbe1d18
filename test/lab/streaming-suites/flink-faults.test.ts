import { rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { CheckResult } from "../../../src/core/check/check-result.ts";
import type { JsonObject } from "../../../src/core/json.ts";
import { contextIn, eventually, flinkAction, flinkOrder, flinkPlan } from "../../contract/flink-place.ts";
import { check } from "../../contract/probes-world.ts";
import { labPlace, type LabPlace } from "../streaming/flink/flink-lab-place.ts";
import { LAB_JOB } from "../streaming/flink/lab-job.ts";
import "../streaming/injected.ts";

/** Each fault is made on one cluster before the first test, so that they come about at the same time. */
const TOLERANT = { "execution.checkpointing.tolerable-failed-checkpoints": "1000" };
const faults: Readonly<Record<string, Order>> = {
  healthy: { args: ["--rate", "50"] },
  failing: {
    args: ["--rate", "20", "--failEvery", "30"],
    configuration: { "restart-strategy.fixed-delay.delay": "2s" },
  },
  "rarely-restarted": {
    args: ["--rate", "20", "--failEvery", "40"],
    configuration: { "restart-strategy.fixed-delay.delay": "8s" },
  },
  failed: { args: ["--rate", "50", "--failEvery", "20"], configuration: { "restart-strategy.type": "none" } },
  cancelled: { args: ["--rate", "50"] },
  finished: { args: ["--rate", "500", "--count", "100"] },
  backpressured: { args: ["--sleepMs", "20", "--pad", "30000"] },
  skewed: { args: ["--sleepMs", "20", "--pad", "30000", "--skew", "true"], parallelism: 3 },
  "slow-checkpoints": {
    args: ["--rate", "20", "--checkpointSleepMs", "4000"],
    configuration: { ...TOLERANT, "execution.checkpointing.timeout": "6s" },
  },
  "failing-checkpoints": {
    args: ["--rate", "20", "--checkpointSleepMs", "8000"],
    configuration: { ...TOLERANT, "execution.checkpointing.timeout": "2s" },
  },
  "broken-storage": { args: ["--rate", "20"], configuration: TOLERANT },
  "no-slots": { args: ["--rate", "20"], parallelism: 40 },
};

interface Order {
  readonly args: readonly string[];
  readonly configuration?: Readonly<Record<string, string>>;
  readonly parallelism?: number;
}

describe.skipIf(inject("streaming") === null)("faults made on a real Flink", () => {
  let place: LabPlace;
  const ids = new Map<string, string>();
  const raw = async (path: string) => (await (await fetch(`${place.cluster.url}${path}`)).json()) as never;
  const until = (type: string, job: string, isSo: (observed: JsonObject, result: CheckResult) => boolean, more = {}) =>
    eventually(
      place,
      () => check(place, type, { job, ...more }),
      (result) => isSo(result.observed, result),
    );

  beforeAll(async () => {
    place = await labPlace({ scheduler: "default", slots: 14 }, null);
    for (const [name, fault] of Object.entries(faults))
      ids.set(name, await place.submit(name, fault.args, fault.configuration, fault.parallelism));
    await until("flink.job", "cancelled", ({ state }) => state === "RUNNING");
    await place.cancel(ids.get("cancelled") ?? "");
    await until(
      "flink.checkpoints",
      "broken-storage",
      ({ lastCompletedAgeSeconds }) => lastCompletedAgeSeconds !== null,
    );
    const folder = join(place.cluster.folder, "checkpoints", ids.get("broken-storage") ?? "none");
    await rename(folder, `${folder}-away`);
    await writeFile(folder, "no folder any more");
  });
  afterAll(() => place?.close());

  test("a healthy one passes each check", async () => {
    expect(await until("flink.job", "healthy", (_, { verdict }) => verdict === "pass")).toMatchObject({
      verdict: "pass",
    });
    expect((await check(place, "flink.checkpoints", { job: "healthy" })).verdict).toBe("pass");
    const calm = await until("flink.backpressure", "healthy", (_, { verdict }) => verdict === "pass");
    expect(calm).toMatchObject({ verdict: "pass", observed: { level: "ok", culprit: null } });
  });

  test("one that fails every 30 records: how often, and why, without the values", async () => {
    const result = await until("flink.job", "failing", ({ restarts }) => Number(restarts) > 3);
    expect(result).toMatchObject({
      verdict: "fail",
      observed: { rootCause: "IllegalStateException: entity <*> has no feature '<*>' in group listings" },
    });
    expect(JSON.stringify(result)).not.toMatch(/8812345|home_price/);
    const [metric] = (await raw(`/jobs/${ids.get("failing")}/metrics?get=numRestarts`)) as [{ value: string }];
    expect(Math.abs(Number(metric.value) - Number(result.observed["restarts"]))).toBeLessThanOrEqual(1);
  });

  test("one whose restart takes longer than the window has room for: running in between, it is not well", async () => {
    const rules = { window: "20s", maxRestarts: 2 };
    const between = await until(
      "flink.job",
      "rarely-restarted",
      ({ state, restarts }) => state === "RUNNING" && Number(restarts) > 1,
      rules,
    );
    expect(between).toMatchObject({
      verdict: "fail",
      observed: { restartStrategy: "Restart with fixed delay (PT8S). #1000000 restart attempts.", restarts: 2 },
    });
    expect(between.summary).toContain("as often as Flink's delay of 8 s allows");
    await place.cancel(ids.get("rarely-restarted") ?? "");
  });

  test.each([
    ["healthy", /^Restart with fixed delay \(PT1S\)\. #1000000 restart attempts\.$/],
    ["failed", /^Restart deactivated\.$/],
  ])("what follows a failure of the %s one, in Flink's words", async (job, words) => {
    expect((await check(place, "flink.job", { job })).observed["restartStrategy"]).toMatch(words);
  });

  test("one that failed for good: not that recovery is suppressed, but why", async () => {
    const result = await until("flink.job", "failed", ({ state }) => state === "FAILED");
    expect(result.verdict).toBe("fail");
    expect(result.observed["rootCause"]).toBe(
      "IllegalStateException: entity <*> has no feature '<*>' in group listings",
    );
    const { exceptionHistory } = (await raw(`/jobs/${ids.get("failed")}/exceptions`)) as {
      exceptionHistory: { entries: { stacktrace: string }[] };
    };
    expect(exceptionHistory.entries[0]?.stacktrace).toMatch(/Recovery is suppressed/);
  });

  test.each([
    ["cancelled", "CANCELED"],
    ["finished", "FINISHED"],
  ] as const)("one that is %s", async (name, state) => {
    const result = await until("flink.job", name, (observed) => observed["state"] === state);
    expect(result).toMatchObject({ verdict: "fail", observed: { state, running: 0, uptimeSeconds: null } });
    expect((await check(place, "flink.backpressure", { job: name })).verdict).toBe("inconclusive");
    expect((await check(place, "flink.checkpoints", { job: name })).verdict).toBe("inconclusive");
  });

  test("a slow map holds its source back, while checkpoints pass", async () => {
    const result = await until("flink.backpressure", "backpressured", ({ level }) => level === "high");
    expect(result).toMatchObject({ verdict: "fail", observed: { culprit: "counting", skew: 0, parallelism: 1 } });
    expect(result.observed["busyRatio"]).toBeGreaterThan(0.9);
    expect(result.observed["ratio"]).toBeGreaterThan(0.5);
    expect((await check(place, "flink.checkpoints", { job: "backpressured" })).observed["failing"]).toBe(false);
  });

  test("one key that has nearly everything: one subtask alone is busy", async () => {
    const result = await until(
      "flink.backpressure",
      "skewed",
      ({ skew, culprit }) => culprit !== null && Number(skew) > 0.5,
    );
    expect(result).toMatchObject({ verdict: "fail", observed: { level: "high", culprit: "counting", parallelism: 3 } });
    expect(result.observed["skew"]).toBeGreaterThan(0.5);
    const vertex = (
      (await raw(`/jobs/${ids.get("skewed")}`)) as { vertices: { id: string; name: string }[] }
    ).vertices.find(({ name }) => name === "counting");
    const { subtasks } = (await raw(`/jobs/${ids.get("skewed")}/vertices/${vertex?.id}/backpressure`)) as {
      subtasks: { busyRatio: number }[];
    };
    const busy = subtasks.map(({ busyRatio }) => busyRatio).sort((a, b) => b - a);
    // The mean of the two that are not the busiest, as a share of it.
    const expected = 1 - ((busy[1] ?? 0) + (busy[2] ?? 0)) / 2 / (busy[0] ?? 1);
    expect(Math.abs(expected - Number(result.observed["skew"]))).toBeLessThan(0.25);
  });

  test("checkpoints that take 4 of 6 seconds are slow, and do not fail", async () => {
    const result = await until(
      "flink.checkpoints",
      "slow-checkpoints",
      ({ slow, stateSizeBytes }) => slow === true && stateSizeBytes !== null,
    );
    expect(result).toMatchObject({
      verdict: "fail",
      observed: { slow: true, failing: false, timeoutSeconds: 6, intervalSeconds: 2 },
    });
    expect(result.observed["durationSeconds"]).toBeGreaterThanOrEqual(4);
    expect(result.observed["durationSeconds"]).toBeLessThan(6);
  });

  test("checkpoints that time out fail, while the job runs", async () => {
    const result = await until("flink.checkpoints", "failing-checkpoints", ({ failed }) => Number(failed) > 1);
    expect(result).toMatchObject({
      verdict: "fail",
      observed: { failing: true, failureMessage: "Checkpoint expired before completing.", state: "RUNNING" },
    });
    const { history } = (await raw(`/jobs/${ids.get("failing-checkpoints")}/checkpoints`)) as {
      history: { status: string }[];
    };
    const failed = history.filter(({ status }) => status === "FAILED").length;
    expect(Math.abs(failed - Number(result.observed["failed"]))).toBeLessThanOrEqual(1);
    expect((await check(place, "flink.job", { job: "failing-checkpoints" })).verdict).toBe("pass");
  });

  test("checkpoint storage that is broken", async () => {
    const result = await until("flink.checkpoints", "broken-storage", ({ failing }) => failing === true);
    expect(result).toMatchObject({ verdict: "fail", observed: { failing: true, state: "RUNNING" } });
    expect(result.observed["failureMessage"]).toMatch(/IO-problem detected/);
    expect((await check(place, "flink.job", { job: "broken-storage" })).verdict).toBe("pass");
  });

  test("more subtasks than slots: what it waits for is said", async () => {
    const result = await until("flink.job", "no-slots", ({ rootCause }) => String(rootCause).includes("NoResource"));
    // It must not take the slots of those that come.
    await place.cancel(ids.get("no-slots") ?? "");
    expect(result.verdict).toBe("fail");
    expect(result.observed["rootCause"]).toMatch(/^NoResourceAvailableException/);
    // Chains that found a slot run; the others keep waiting for theirs.
    expect(result.observed["tasksTotal"]).toBe(120);
    expect(result.observed["tasksRunning"]).toBeLessThan(120);
  });

  test("two running jobs of one name: nothing is said of either, unless the newest is asked for", async () => {
    const older = await place.submit("twin", ["--rate", "20"]);
    const newer = await place.submit("twin", ["--rate", "20"]);
    const both = await until("flink.job", "twin", ({ running }) => running === 2);
    expect(both).toMatchObject({ verdict: "inconclusive", observed: { running: 2, jobId: null, state: null } });
    expect(both.summary).toContain('2 running jobs are named "twin"');
    for (const type of ["flink.backpressure", "flink.checkpoints"]) {
      const result = await check(place, type, { job: "twin" });
      expect(result).toMatchObject({ verdict: "inconclusive", observed: { jobId: null } });
      expect(result.summary).toContain('2 running jobs are named "twin"');
    }
    const start = { job: "twin", entryClass: LAB_JOB, args: ["--name", "twin"], interval: "5s" };
    await expect(flinkPlan(place, "flink.checkpointing", start)).rejects.toThrow(/2 .*jobs/);
    const newest = await until("flink.job", "twin", (_, { verdict }) => verdict === "pass", { several: "newest" });
    expect(newest.observed).toMatchObject({ jobId: newer, running: 2 });
    expect(newest.notes.join()).toContain("2 jobs of that name run; this is the newest");
    await place.cancel(newer);
    const left = await until("flink.job", "twin", ({ running }) => running === 1);
    expect(left.observed["jobId"]).toBe(older);
    await place.cancel(older);
  });

  test("the first answers about backpressure are no sample: never ok, asked again, and then what is so", async () => {
    const id = await place.submit("fresh", ["--sleepMs", "20", "--pad", "30000"]);
    const told = new Set<string>();
    // What Flink itself says of the source meanwhile, as it is.
    const listen = async () => {
      const { vertices } = (await raw(`/jobs/${id}`)) as { readonly vertices: readonly { readonly id: string }[] };
      const answer = await fetch(`${place.cluster.url}/jobs/${id}/vertices/${vertices[0]?.id}/backpressure`);
      const body = (await answer.json()) as { readonly status?: string; readonly backpressureLevel?: string };
      told.add(`${answer.status} ${body.backpressureLevel ?? body.status ?? "error"}`);
    };
    const verdicts: string[] = [];
    for (let look = 0; look < 120 && verdicts.at(-1) !== "fail"; look += 1) {
      await listen();
      const { verdict, summary } = await check(place, "flink.backpressure", { job: "fresh", patience: "0s" });
      verdicts.push(verdict);
      expect(["inconclusive", "fail"], summary).toContain(verdict);
      await place.pass(250);
    }
    expect([verdicts[0], verdicts.at(-1)]).toEqual(["inconclusive", "fail"]);
    expect([...told].filter((answer) => answer !== "200 high").length, [...told].join()).toBeGreaterThan(0);
    expect([...told].at(-1)).toBe("200 high");
    await place.cancel(id);
  });

  test("a young job's checkpoint that fails before all its tasks run is no fault", async () => {
    const young = await place.submit("young", ["--rate", "20", "--openSleepMs", "3000"]);
    const once = await place.submit("once-failed", ["--rate", "20", "--firstCheckpointSleepMs", "1500"], {
      ...TOLERANT,
      "execution.checkpointing.timeout": "1s",
    });
    type Told = {
      readonly counts: { readonly failed: number; readonly completed: number };
      readonly history: readonly { readonly status: string }[];
    };
    const told = async (id: string) => (await raw(`/jobs/${id}/checkpoints`)) as Told;
    const verdicts: string[] = [];
    await eventually(
      place,
      async () => {
        verdicts.push((await check(place, "flink.checkpoints", { job: "young" })).verdict);
        return told(young);
      },
      ({ counts }) => counts.failed > 0 && counts.completed > 0,
    );
    // Flink counts it, and keeps nothing of it.
    expect((await told(young)).counts.failed).toBeGreaterThan(0);
    expect((await told(young)).history.map(({ status }) => status)).not.toContain("FAILED");
    expect(verdicts).not.toContain("fail");
    expect(await check(place, "flink.checkpoints", { job: "young" })).toMatchObject({
      verdict: "pass",
      observed: { failed: 0, failing: false },
    });

    const well = await until("flink.checkpoints", "once-failed", ({ failed }, { verdict }) => {
      return failed === 1 && verdict === "pass";
    });
    expect(well).toMatchObject({ verdict: "pass", observed: { failed: 1, failing: false } });
    expect(well.notes.join()).toMatch(/^1 failed in .*they complete again/);
    expect((await told(once)).history.filter(({ status }) => status === "FAILED")).toHaveLength(1);
    for (const id of [young, once]) await place.cancel(id);
  });

  test("a savepoint that completes with a failure is one: the job goes on, and nothing is started", async () => {
    const savepoints = join(place.cluster.folder, "savepoints");
    await rm(savepoints, { recursive: true, force: true });
    await writeFile(savepoints, "no folder");
    const args = { job: "healthy", entryClass: LAB_JOB, args: ["--name", "healthy", "--rate", "50"] };
    const plan = await flinkPlan(place, "flink.checkpointing", { ...args, interval: "5s" });
    const stop = plan.writes.find((write) => write.path.endsWith("/stop"));
    if (stop === undefined) throw new Error("the plan stops nothing");
    const order = await flinkOrder(place, plan, stop);
    const receipt = await flinkAction(plan.action).apply(order, contextIn(place));
    expect(receipt).toMatchObject({
      outcome: "rejected",
      message: expect.stringMatching(/goes on: its savepoint failed/),
    });
    const run = plan.writes.at(-1);
    if (run === undefined) throw new Error("the plan starts nothing");
    const prepared = await flinkAction(plan.action).prepare(plan, run, contextIn(place));
    expect(prepared).toMatchObject({ ready: false });
    const after = await check(place, "flink.job", { job: "healthy" });
    expect(after).toMatchObject({ verdict: "pass", observed: { jobId: ids.get("healthy"), running: 1 } });
    await rm(savepoints);
  });

  test("one that restarts all the time cannot be stopped with a savepoint", async () => {
    const args = { job: "failing", entryClass: LAB_JOB, args: ["--name", "failing"], interval: "5s" };
    await until("flink.job", "failing", ({ state }) => state === "RESTARTING");
    await expect(flinkPlan(place, "flink.checkpointing", args)).rejects.toThrow(/only a job that runs|needs all tasks/);
  });

  test("a TaskManager that is gone, and one that comes", async () => {
    await place.cluster.killTaskManager();
    const gone = await until("flink.job", "healthy", (_, { verdict }) => verdict === "fail");
    expect(gone).toMatchObject({
      verdict: "fail",
      observed: { taskManagers: 0, slotsTotal: 0, jobId: ids.get("healthy") },
    });
    expect(gone.notes.join()).toMatch(/no TaskManager/);
    expect((await check(place, "flink.backpressure", { job: "healthy", patience: "1s" })).verdict).toBe("inconclusive");
    await place.cluster.startTaskManager();
    const back = await until("flink.job", "healthy", (_, { verdict }) => verdict === "pass", { maxRestarts: 100 });
    expect(back).toMatchObject({ verdict: "pass", observed: { taskManagers: 1, jobId: ids.get("healthy") } });
  });
});

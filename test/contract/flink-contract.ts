import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ClientError } from "../../src/clients/client-error.ts";
import { jobObserved } from "../../src/probes/flink/job-observed.ts";
import { checkpointsObserved } from "../../src/probes/flink/checkpoints-observed.ts";
import { backpressureObserved } from "../../src/probes/flink/backpressure-observed.ts";
import {
  contextIn,
  eventually,
  flinkAction,
  flinkApplied,
  flinkEnded,
  flinkOrder,
  flinkPlan,
  type FlinkPlace,
} from "./flink-place.ts";
import { refusal } from "./actions-bench.ts";
import { check } from "./probes-world.ts";

const NO_JOB = "0".repeat(32);

/** What client, probes and actions must find on every Flink: the sandbox's and the real one. The tests follow one job's life. */
export function flinkContract(start: () => Promise<FlinkPlace>): void {
  describe("one job's life", () => {
    let place: FlinkPlace;
    beforeAll(async () => {
      place = await start();
    });
    afterAll(() => place?.close());
    const soon = () => AbortSignal.timeout(20_000);
    const flink = () => place.doors.flink();
    const live = async () => (await (await flink()).jobs(soon())).filter((one) => one.endedAtMs === null);
    const jobId = async () => (await live()).find(({ name }) => name === place.job)?.id ?? "none";
    const failure = (promise: Promise<unknown>) =>
      promise.then(
        () => null,
        (error: unknown) => (error instanceof ClientError ? error : null),
      );

    test("what Flink tells of it", async () => {
      const client = await flink();
      const cluster = await eventually(
        place,
        () => client.overview(soon()),
        (one) => one.slotsAvailable < one.slotsTotal,
      );
      expect(cluster.slotsTotal).toBeGreaterThan(0);
      expect(cluster.slotsAvailable).toBeLessThan(cluster.slotsTotal);
      const job = await eventually(
        place,
        async () => client.job(await jobId(), soon()),
        (one) => one.state === "RUNNING",
      );
      expect(job).toMatchObject({ name: place.job, state: "RUNNING", endedAtMs: null });
      expect(job.enteredAtMs["RUNNING"]).toBeGreaterThan(0);
      expect(job.edges).toHaveLength(job.vertices.length - 1);
      for (const { tasks, beganAtMs, parallelism } of job.vertices) {
        // A job is RUNNING before its tasks are.
        expect(Object.values(tasks ?? {}).reduce((sum, count) => sum + count, 0)).toBe(parallelism);
        expect(beganAtMs ?? job.nowMs).toBeGreaterThanOrEqual(job.startedAtMs);
        expect(beganAtMs ?? job.nowMs).toBeLessThanOrEqual(job.nowMs);
      }
      expect(await client.restartStrategy(job.id, soon())).toMatch(/^Restart with fixed delay \(PT\dS\)/);
      const config = await client.checkpointConfig(job.id, soon());
      expect(config.intervalMs).toBeGreaterThan(0);
      expect(config.timeoutMs).toBeGreaterThan(0);
      const { latest, counts } = await eventually(
        place,
        () => client.checkpoints(job.id, soon()),
        (one) => one.latest.completed !== null,
      );
      expect(latest.completed).toMatchObject({ status: "COMPLETED", isSavepoint: false });
      expect(counts.completed).toBeGreaterThan(0);
      expect((await client.jobMetrics(job.id, ["numRestarts", "no-such"], soon())).get("no-such")).toBeUndefined();
    });

    test("what is not there is not found, in one line", async () => {
      const client = await flink();
      const errors = await Promise.all([
        failure(client.job(NO_JOB, soon())),
        failure(client.checkpoints(NO_JOB, soon())),
        failure(client.savepoint(await jobId(), NO_JOB, soon())),
      ]);
      for (const error of errors) {
        expect(error).toMatchObject({ code: "not-found", status: 404 });
        expect(error?.message).not.toMatch(/\n|\tat |org\.apache/);
      }
    });

    test("the probes find it well", async () => {
      const job = await eventually(
        place,
        () => check(place, "flink.job", { job: place.job }),
        ({ verdict }) => verdict === "pass",
      );
      expect(job.verdict).toBe("pass");
      expect(jobObserved.parse(job.observed)).toMatchObject({
        state: "RUNNING",
        restarts: 0,
        running: 1,
        rootCause: null,
      });
      const checkpoints = await eventually(
        place,
        () => check(place, "flink.checkpoints", { job: `${place.job.slice(0, 3)}*` }),
        ({ verdict }) => verdict === "pass",
      );
      expect(checkpoints.verdict).toBe("pass");
      const { failing, slow, stale, lastCompletedAgeSeconds } = checkpointsObserved.parse(checkpoints.observed);
      expect({ failing, slow, stale }).toEqual({ failing: false, slow: false, stale: false });
      expect(lastCompletedAgeSeconds).toBeLessThan(60);
      const backpressure = await eventually(
        place,
        () => check(place, "flink.backpressure", { job: place.job, settle: "5s" }),
        ({ verdict }) => verdict === "pass",
      );
      expect(backpressure.verdict).toBe("pass");
      expect(backpressureObserved.parse(backpressure.observed)).toMatchObject({ level: "ok", culprit: null });
    });

    test("a name that no job has fails, and says what there is", async () => {
      const result = await check(place, "flink.job", { job: "no-such-job" });
      expect(result).toMatchObject({ verdict: "fail", observed: { state: null, running: 0 } });
      expect(result.summary).toContain(place.job);
      expect((await check(place, "flink.job", { job: "no-such-job", none: "inconclusive" })).verdict).toBe(
        "inconclusive",
      );
      expect((await check(place, "flink.backpressure", { job: "no-such-job" })).verdict).toBe("inconclusive");
    });

    test("a name that no job has is refused, and will be until somebody mends it", async () => {
      for (const type of ["flink.rescale", "flink.checkpointing"])
        await expect(flinkPlan(place, type, { ...place.start, job: "no-such-job" })).rejects.toEqual(
          refusal("unfit", /no job named no-such-job runs, and none that has ended/),
        );
      await expect(flinkPlan(place, "flink.run", { ...place.start, job: "no-such-*" })).rejects.toEqual(
        refusal("unsaid", /give its whole name/),
      );
    });

    test("one that runs is not started again", async () => {
      await expect(flinkPlan(place, "flink.run", { job: place.job, ...place.start })).rejects.toEqual(
        refusal("not-now", /is there already/),
      );
    });

    test("its checkpoints get other times, and their old ones back", async () => {
      const client = await flink();
      const was = await client.checkpointConfig(await jobId(), soon());
      const wanted = { job: place.job, ...place.start, interval: "7s", timeout: "33s" };
      const plan = await flinkPlan(place, "flink.checkpointing", wanted);
      const stop = plan.writes.findIndex((write) => write.path.endsWith("/stop"));
      expect(plan.writes.length - stop).toBe(2);
      const before = await jobId();
      const receipts = await flinkApplied(place, plan);
      expect(await flinkEnded(place, plan, receipts)).toMatchObject({ complete: true, failed: null });
      const after = await jobId();
      expect(after).not.toBe(before);
      expect(plan.writes.at(-1)?.body).toMatchObject({ jobId: after });
      expect(await client.checkpointConfig(after, soon())).toMatchObject({ intervalMs: 7_000, timeoutMs: 33_000 });
      // It went on from the savepoint that it was stopped with.
      expect((await client.checkpoints(after, soon())).latest.restored?.path).toBe(receipts[stop]?.["savepoint"]);
      const inverse = await flinkAction(plan.action).inverse?.(plan, receipts, contextIn(place));
      if (inverse === undefined) throw new Error("there is no inverse");
      expect(inverse.writes.map(({ method }) => method)).toEqual(["POST", "POST"]);
      await place.pass(10);
      const again = { ...contextIn(place), shown: inverse };
      // Made again after its approval it is what was approved.
      expect((await flinkAction(plan.action).inverse?.(plan, receipts, again))?.writes).toEqual(inverse.writes);
      expect(await flinkEnded(place, inverse, await flinkApplied(place, inverse))).toMatchObject({ complete: true });
      expect(await client.checkpointConfig(await jobId(), soon())).toMatchObject({
        intervalMs: was.intervalMs,
        timeoutMs: was.timeoutMs,
      });
    });

    test("one that was cancelled starts again from its last checkpoint, once", async () => {
      const client = await flink();
      const before = await jobId();
      await eventually(
        place,
        () => client.checkpoints(before, soon()),
        ({ latest }) => latest.completed !== null,
      );
      await client.write({ method: "PATCH", path: `/jobs/${before}`, query: { mode: "cancel" }, body: null }, soon());
      const over = await eventually(
        place,
        () => check(place, "flink.job", { job: place.job }),
        ({ verdict, observed }) => verdict === "fail" && observed["state"] === "CANCELED",
      );
      expect(over).toMatchObject({ verdict: "fail", observed: { state: "CANCELED", running: 0 } });
      const { latest, history } = await client.checkpoints(before, soon());
      const newest = [latest.completed, ...history].find((one) => one?.status === "COMPLETED" && !one.isDiscarded);
      const args = { job: place.job, ...place.start };
      const plan = await flinkPlan(place, "flink.run", args);
      const run = plan.writes.at(-1);
      if (run === undefined) throw new Error("the plan has no writes");
      expect(run.body).toMatchObject({ savepointPath: newest?.path, jobId: expect.stringMatching(/^[0-9a-f]{32}$/) });
      // Made again for the recheck, with the plan that was shown, it is the same.
      const again = await flinkPlan(place, "flink.run", args, plan);
      expect({ ...again, impact: null, warnings: null }).toEqual({ ...plan, impact: null, warnings: null });
      const order = await flinkOrder(place, plan, run);
      const reconcile = () => flinkAction(plan.action).reconcile({ ...order, detail: {} }, contextIn(place));
      expect(await reconcile()).toMatchObject({ found: "not-applied" });
      const receipts = await flinkApplied(place, plan);
      expect(await reconcile()).toMatchObject({ found: "applied" });
      expect(await flinkEnded(place, plan, receipts)).toMatchObject({ complete: true, failed: null });
      expect((await client.checkpoints(await jobId(), soon())).latest.restored?.path).toBe(newest?.path);
      // Sent a second time, as by a frozen process that wakes: Flink has the id already.
      const second = await flinkAction(plan.action).apply(order, contextIn(place));
      expect(second).toMatchObject({ outcome: "applied", detail: { jobId: plan.before["jobId"] } });
      expect((await live()).filter(({ name }) => name === place.job)).toHaveLength(1);
      const direct = client.write(
        { method: "POST", path: requestPath(run.path, order.detail["jar"]), body: run.body },
        soon(),
      );
      expect((await failure(direct))?.message).toMatch(/already been submitted/);
    });

    test("it gets more subtasks where the slots hold them, and is refused where they do not", async () => {
      const client = await flink();
      const args = { job: place.job, ...place.start };
      const job = await client.job(await jobId(), soon());
      const was = Math.max(...job.vertices.map(({ parallelism }) => parallelism));
      const tooMany = flinkPlan(place, "flink.rescale", { ...args, parallelism: 4_000 });
      await expect(tooMany).rejects.toEqual(refusal("unfit", /parallelism 4000 does not fit/));
      await expect(flinkPlan(place, "flink.rescale", { ...args, parallelism: was })).rejects.toEqual(
        refusal("not-now", /already/),
      );
      const plan = await flinkPlan(place, "flink.rescale", { ...args, parallelism: was + 1 });
      const receipts = await flinkApplied(place, plan);
      expect(await flinkEnded(place, plan, receipts)).toMatchObject({ complete: true, failed: null });
      const after = await client.job(await jobId(), soon());
      expect(Math.max(...after.vertices.map(({ parallelism }) => parallelism))).toBe(was + 1);
      // A rescale is no failure.
      const seen = await eventually(
        place,
        () => check(place, "flink.job", { job: place.job }),
        ({ verdict }) => verdict !== "inconclusive",
      );
      expect(seen).toMatchObject({ verdict: "pass", observed: { restarts: 0 } });
      const inverse = await flinkAction(plan.action).inverse?.(plan, receipts, contextIn(place));
      if (inverse === undefined) throw new Error("there is no inverse");
      await place.pass(10);
      const again = { ...contextIn(place), shown: inverse };
      expect((await flinkAction(plan.action).inverse?.(plan, receipts, again))?.writes).toEqual(inverse.writes);
      expect(await flinkEnded(place, inverse, await flinkApplied(place, inverse))).toMatchObject({ complete: true });
      const back = await client.job(await jobId(), soon());
      expect(Math.max(...back.vertices.map(({ parallelism }) => parallelism))).toBe(was);
    });

    test("a start is undone by a stop with a savepoint", async () => {
      const client = await flink();
      const id = await jobId();
      const started = { action: "flink.run", before: { jobId: id } } as unknown as Parameters<
        NonNullable<ReturnType<typeof flinkAction>["inverse"]>
      >[0];
      const inverse = await flinkAction("flink.run").inverse?.(started, [], contextIn(place));
      if (inverse === undefined) throw new Error("there is no inverse");
      expect(inverse.undo).toBeNull();
      const receipts = await flinkApplied(place, inverse);
      expect(await flinkEnded(place, inverse, receipts)).toMatchObject({ complete: true });
      expect((await client.job(id, soon())).state).toBe("FINISHED");
      const plan = await flinkPlan(place, "flink.run", { job: place.job, ...place.start });
      expect(plan.writes.at(-1)?.body).toMatchObject({ savepointPath: receipts[0]?.["savepoint"] });
    });
  });
}

function requestPath(path: string, jar: unknown): string {
  return path.replace("${jar}", String(jar));
}

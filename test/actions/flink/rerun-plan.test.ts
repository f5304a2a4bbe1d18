import { describe, expect, test } from "vitest";
import { type CheckpointingArguments, planCheckpointing } from "../../../src/actions/flink/plan-checkpointing.ts";
import type { RunningJob } from "../../../src/actions/flink/running-job.ts";
import { shownIfStopped } from "../../../src/actions/flink/plan-rerun.ts";
import type { FlinkVertex } from "../../../src/clients/flink-client.ts";
import type { Plan } from "../../../src/core/plan/plan.ts";
import { CLUSTER, CONFIG, flinkThatKnows, ID, JAR_NAME, localJar, signal, summary } from "./known-flink.ts";
import { JOB, jobIn, NOW } from "./stub-flink.ts";

function vertex(name: string, state = "RUNNING", parallelism = 1): FlinkVertex {
  return { id: `id of ${name}`, name, parallelism, maxParallelism: 128, slotSharingGroup: "g", state };
}

const VERTICES = [vertex("in", "FINISHED", 1), vertex("count", "RUNNING", 3), vertex("out", "RUNNING", 2)];
type Known = Parameters<typeof flinkThatKnows>[0];

function plan({
  job = {},
  config = {},
  wanted = {},
  known = {},
  shown = null,
  nowMs = NOW,
}: {
  readonly job?: object;
  readonly config?: object;
  readonly wanted?: Partial<CheckpointingArguments>;
  readonly known?: Known;
  readonly shown?: Plan | null;
  readonly nowMs?: number;
} = {}) {
  const running: RunningJob = {
    job: jobIn("RUNNING", { vertices: VERTICES, ...job }),
    config: { ...CONFIG, ...config },
    cluster: CLUSTER,
  };
  const given = { args: [], factor: 2, ...wanted };
  return planCheckpointing("flink.checkpointing", flinkThatKnows(known), running, given, { nowMs, shown, signal });
}

test("longer intervals of a running job, from a jar that is not there: the whole plan", async () => {
  const planned = await plan({ wanted: { args: ["--fast"], entryClass: "x.Main" } });
  const { jobId, trigger } = planned.before;
  expect([jobId, trigger]).toEqual([expect.stringMatching(ID), expect.stringMatching(ID)]);
  expect(jobId).not.toBe(trigger);
  expect(planned).toEqual({
    action: "flink.checkpointing",
    summary: "let zipline make a checkpoint every 2 min, each within 20 min",
    target: { kind: "FlinkJob", namespace: "", name: "zipline", uid: JOB },
    identity: expect.stringMatching(/^[0-9a-f]{64}$/),
    writes: [
      {
        id: "1",
        method: "POST",
        path: "/jars/upload",
        contentType: "multipart/form-data",
        body: { jarfile: JAR_NAME, sha256: localJar().sha256, sizeBytes: 2 },
        object: `jar ${JAR_NAME}`,
        harmless: true,
        timeoutMs: 10_001,
      },
      {
        id: "2",
        method: "POST",
        path: `/jobs/${JOB}/stop`,
        contentType: "application/json",
        body: { drain: false, triggerId: trigger },
        object: "job zipline",
      },
      {
        id: "3",
        method: "POST",
        path: "/jars/${jar}/run",
        contentType: "application/json",
        body: {
          jobId,
          entryClass: "x.Main",
          programArgsList: ["--fast"],
          parallelism: 3,
          savepointPath: "${savepoint}",
          flinkConfiguration: {
            "execution.checkpointing.interval": "120000 ms",
            "execution.checkpointing.timeout": "1200000 ms",
            "execution.checkpointing.externalized-checkpoint-retention": "RETAIN_ON_CANCELLATION",
          },
        },
        object: `job zipline from jar ${JAR_NAME}`,
      },
    ],
    instructions: [],
    changes: [
      { path: "checkpoint interval", from: "60 s", to: "2 min" },
      { path: "checkpoint timeout", from: "10 min", to: "20 min" },
    ],
    impact: {
      lines: [
        "the job stops with a savepoint and starts again from it: nothing is processed in between, and nothing is lost",
        `${JAR_NAME} is uploaded first`,
      ],
      keepServing: null,
      budgetAllows: null,
    },
    warnings: [
      "between two checkpoints no offset is committed: the group's lag grows by up to an interval, and so much is read again after a failure",
      "what runs afterwards is zipline.jar of this environment: is it the version that runs now?",
      "it gets the program arguments --fast; those of the job before cannot be asked of Flink, and a restart strategy of its own is not carried over",
      "a job that is held back writes its savepoint slowly; it has 10 min, and goes on where that is not enough",
    ],
    equivalent: `flink stop ${JOB} && flink run -d -c x.Main -p 3 -s <savepoint> -Dexecution.checkpointing.interval='120000 ms' -Dexecution.checkpointing.timeout='1200000 ms' -Dexecution.checkpointing.externalized-checkpoint-retention=RETAIN_ON_CANCELLATION zipline.jar --fast`,
    undo: "stops it with a savepoint and runs it again with what it had before",
    before: {
      intervalMs: 120_000,
      timeoutMs: 1_200_000,
      wasIntervalMs: 60_000,
      wasTimeoutMs: 600_000,
      entryClass: "x.Main",
      args: ["--fast"],
      jobId,
      trigger,
      stopped: JOB,
    },
    // The savepoint may take as long as a checkpoint; then the job starts.
    completionSeconds: 780,
  });
});

test("with a jar that is there two writes are enough, and nothing is said of an upload", async () => {
  const { writes, impact, before } = await plan({ known: { jars: [JAR_NAME] } });
  expect(writes.map(({ id, path }) => [id, path])).toEqual([
    ["1", `/jobs/${JOB}/stop`],
    ["2", "/jars/${jar}/run"],
  ]);
  expect(impact.lines).toHaveLength(1);
  expect([before["entryClass"], before["args"]]).toEqual([null, []]);
});

describe("what is asked for", () => {
  test.each<[string, object, Partial<CheckpointingArguments>, string, readonly unknown[]]>([
    [
      "the interval alone",
      {},
      { interval: 90_000, timeout: 600_000 },
      "every 90 s, each within 10 min",
      [{ path: "checkpoint interval", from: "60 s", to: "90 s" }],
    ],
    [
      "the timeout alone",
      {},
      { interval: 60_000, timeout: 900_000 },
      "every 60 s, each within 15 min",
      [{ path: "checkpoint timeout", from: "10 min", to: "15 min" }],
    ],
    [
      "an interval where they were off",
      { intervalMs: null },
      { interval: 30_000, factor: 1 },
      "every 30 s, each within 10 min",
      [{ path: "checkpoint interval", from: "off", to: "30 s" }],
    ],
  ])("%s", async (_what, config, wanted, words, changes) => {
    const planned = await plan({ config, wanted });
    expect(planned.summary).toBe(`let zipline make a checkpoint ${words}`);
    expect(planned.changes).toEqual(changes);
  });

  test.each<[string, Parameters<typeof plan>[0], string, string]>([
    ["no interval, where there was none", { config: { intervalMs: null } }, "unsaid", "makes no periodic checkpoints"],
    ["what is so already", { wanted: { factor: 1 } }, "not-now", "job zipline makes its checkpoints so already"],
    [
      "a job that restarts",
      { job: { state: "RESTARTING" } },
      "not-now",
      "job zipline is RESTARTING: only a job that runs can be stopped with a savepoint",
    ],
    [
      "a job one of whose tasks does not run",
      { job: { vertices: [...VERTICES, vertex("sink", "INITIALIZING")] } },
      "not-now",
      "sink of job zipline is INITIALIZING: a savepoint needs all tasks to run",
    ],
  ])("refused is %s", async (_what, given, kind, words) => {
    await expect(plan(given)).rejects.toMatchObject({
      name: "PlanRefusal",
      kind,
      message: expect.stringContaining(words),
    });
  });
});

describe("made again", () => {
  test("it keeps the writes that were shown, whatever was uploaded or removed since", async () => {
    const shown = await plan();
    const again = await plan({ shown, known: { jars: [JAR_NAME] }, nowMs: NOW + 5_000 });
    expect([again.writes, again.identity, again.before]).toEqual([shown.writes, shown.identity, shown.before]);
    const short = await plan({ known: { jars: [JAR_NAME] } });
    expect((await plan({ shown: short })).writes).toEqual(short.writes);
  });

  test("at another moment it is another job and another savepoint", async () => {
    const [one, later] = [await plan(), await plan({ nowMs: NOW + 1 })];
    expect(later.before["jobId"]).not.toBe(one.before["jobId"]);
    expect(later.before["trigger"]).not.toBe(one.before["trigger"]);
    expect(later.identity).toBe(one.identity);
  });

  test.each<[string, Parameters<typeof plan>[0]]>([
    ["the job", { job: { id: "e".repeat(32) } }],
    ["its operators", { job: { vertices: VERTICES.slice(1) } }],
    ["their parallelisms", { job: { vertices: [vertex("in", "FINISHED", 2), ...VERTICES.slice(1)] } }],
    ["its interval", { config: { intervalMs: 61_000 } }],
    ["its timeout", { config: { timeoutMs: 601_000 } }],
    ["the jar", { known: { jar: localJar("v2") } }],
  ])("it rests on %s", async (_what, given) => {
    expect((await plan(given)).identity).not.toBe((await plan()).identity);
  });

  test.each<[string, object | null, readonly ReturnType<typeof summary>[], boolean]>([
    ["the job that it stopped is over", { stopped: JOB }, [summary(), summary({ id: JOB, state: "FINISHED" })], true],
    ["the job that it stops runs", { stopped: JOB }, [summary({ id: JOB, state: "RUNNING" })], false],
    ["nobody knows its job any more", { stopped: JOB }, [summary()], false],
    ["it stops none", {}, [summary({ id: JOB })], false],
    ["there is none", null, [summary({ id: JOB })], false],
  ])("as it was shown only where its job is over by it: %s", async (_what, before, jobs, kept) => {
    const shown = before === null ? null : { ...(await plan()), before: { ...before } };
    expect(await shownIfStopped(flinkThatKnows({ jobs }), shown, signal)).toBe(kept ? shown : null);
  });
});

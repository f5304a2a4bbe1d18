import { describe, expect, test } from "vitest";
import { uploadedJar, localJarThing } from "../../../src/actions/flink/job-jar.ts";
import { runningJob } from "../../../src/actions/flink/running-job.ts";
import { refuseUnlessFits, slotsTaken, widestEver, widestPossible } from "../../../src/actions/flink/slots.ts";
import { latestState } from "../../../src/actions/flink/start-state.ts";
import type { Doors } from "../../../src/clients/doors.ts";
import type { FlinkClient, FlinkJobSummary } from "../../../src/clients/flink-client.ts";
import { CLUSTER, CONFIG, checkpoint, flinkThatKnows, localJar, signal, summary } from "./known-flink.ts";
import { fails, jobIn, NOW } from "./stub-flink.ts";

const running = (id: string, name = "zipline") => summary({ id, name, state: "RUNNING" });

describe("the one job that runs", () => {
  const find = (pattern: string, jobs: readonly FlinkJobSummary[], asked: unknown[] = []) => {
    const flink = {
      ...flinkThatKnows({ jobs }),
      job: async (id: string) => {
        asked.push(id);
        return jobIn("RUNNING");
      },
    } as unknown as FlinkClient;
    return runningJob(flink, pattern, signal);
  };

  test("is told with its settings and its cluster", async () => {
    const asked: unknown[] = [];
    const found = await find("zip*", [summary(), running("x"), running("y", "other")], asked);
    expect(found).toEqual({ job: jobIn("RUNNING"), config: CONFIG, cluster: CLUSTER });
    expect(asked).toEqual(["x"]);
  });

  test.each<[string, string, readonly FlinkJobSummary[], string, string]>([
    ["has ended", "zipline", [summary({ state: "FAILED" })], "not-now", "no job named zipline runs: it is FAILED"],
    ["nobody knows", "zip", [running("x")], "unfit", "no job named zip runs, and none that has ended is known"],
    [
      "is any of several",
      "*",
      [running("x", "a"), running("y", "b"), running("z", "a")],
      "unfit",
      "* names several jobs that run: a, b; give the whole name of one",
    ],
    [
      "runs twice",
      "zipline",
      [running("x"), running("y")],
      "not-now",
      "2 jobs named zipline run: x, y; stop all but one",
    ],
  ])("is none that %s", async (_what, pattern, jobs, kind, message) => {
    await expect(find(pattern, jobs)).rejects.toMatchObject({ name: "PlanRefusal", kind, message });
  });
});

describe("slots", () => {
  const vertex = (parallelism: number, slotSharingGroup: string) => ({
    id: "v",
    name: "v",
    maxParallelism: 128,
    state: "RUNNING",
    parallelism,
    slotSharingGroup,
  });

  test("of a job are the widest of each group, whichever comes first", () => {
    expect(slotsTaken([vertex(3, "a"), vertex(2, "a"), vertex(1, "b")])).toBe(4);
    expect(slotsTaken([])).toBe(0);
  });

  test("of a job without operators are all that are there", () => {
    expect(widestPossible(jobIn("RUNNING"), CLUSTER)).toBe(2);
    expect(widestEver(jobIn("RUNNING"), CLUSTER)).toBe(4);
  });

  test("just enough are enough; what is wanted of one that waits for TaskManagers is refused for now", () => {
    expect(() => refuseUnlessFits(2, 2, 4, CLUSTER)).not.toThrow();
    expect(() => refuseUnlessFits(4, 2, 4, CLUSTER)).toThrow(
      expect.objectContaining({
        kind: "not-now",
        message:
          "parallelism 4 does not fit: the cluster has 4 slots on 1 TaskManagers, 2 of them free, which hold at most 2; add TaskManagers first",
      }),
    );
    expect(() => refuseUnlessFits(5, 2, 4, { ...CLUSTER, taskManagers: 0 })).toThrow(
      expect.objectContaining({ kind: "not-now" }),
    );
  });
});

describe("the jar", () => {
  const jar = (id: string, name: string, uploadedAtMs: number) => ({ id, name, uploadedAtMs });

  test("that is there is the newest of its name", async () => {
    const jars = [jar("1", "z.jar", 5), jar("2", "z.jar", 9), jar("3", "z.jar", 7), jar("4", "other.jar", 10)];
    const flink = { jars: async () => jars } as unknown as FlinkClient;
    expect(await uploadedJar(flink, "z.jar", signal)).toMatchObject({ id: "2" });
    expect(await uploadedJar(flink, "none.jar", signal)).toBeNull();
  });

  test("that a job starts from is there once it can be read", async () => {
    const doors = { flink: async () => ({ localJar: async () => localJar() }) } as unknown as Doors;
    expect(await localJarThing({ doors })).toEqual({ what: "jar zipline.jar", there: true, hint: "" });
  });
});

describe("the newest state", () => {
  const jobs = Array.from({ length: 7 }, (_, index) => summary({ id: `job ${index}` }));
  const withStateOf = (index: number) => flinkThatKnows({ checkpoints: { [`job ${index}`]: [checkpoint()] } });

  test("is told with what it is, whose and from when", async () => {
    expect(await latestState(withStateOf(0), jobs, signal)).toEqual({
      path: "file:/c/1",
      kind: "checkpoint",
      takenAtMs: NOW - 90_000,
      jobId: "job 0",
    });
    const restored = flinkThatKnows({ restored: { atMs: 5, path: "file:/r" } });
    expect(await latestState(restored, jobs, signal)).toEqual({
      path: "file:/r",
      kind: "state that it had been restored from",
      takenAtMs: 5,
      jobId: "job 0",
    });
    expect(await latestState(flinkThatKnows({ restored: { atMs: 5, path: null } }), jobs, signal)).toBeNull();
  });

  test("is looked for five jobs back", async () => {
    expect(await latestState(withStateOf(4), jobs, signal)).toMatchObject({ jobId: "job 4" });
    expect(await latestState(withStateOf(5), jobs, signal)).toBeNull();
    expect(await latestState(withStateOf(0), [], signal)).toBeNull();
  });

  test("is not that of a job of which Flink has nothing to tell; what cannot be asked is no answer", async () => {
    const flink = withStateOf(1);
    const forgotten = {
      ...flink,
      checkpoints: (id: string) => (id === "job 0" ? fails("not-found", 404)() : flink.checkpoints(id, signal)),
    };
    expect(await latestState(forgotten, jobs, signal)).toMatchObject({ jobId: "job 1" });
    const silent = { ...flink, checkpoints: fails("timeout", null) };
    await expect(latestState(silent, jobs, signal)).rejects.toMatchObject({ code: "timeout" });
  });
});

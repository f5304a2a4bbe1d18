import { describe, expect, test } from "vitest";
import type { RefusalKind } from "../../../src/actions/action.ts";
import { planRescale } from "../../../src/actions/flink/plan-rescale.ts";
import { planRun } from "../../../src/actions/flink/plan-run.ts";
import { runningJob } from "../../../src/actions/flink/running-job.ts";
import { refuseUnlessFits, widestEver } from "../../../src/actions/flink/slots.ts";
import type { FlinkCheckpointConfig, FlinkClient, FlinkVertex } from "../../../src/clients/flink-client.ts";
import { jobIn, NOW } from "./stub-flink.ts";

const signal = new AbortController().signal;
const refusal = (kind: RefusalKind, words: RegExp) =>
  expect.objectContaining({ name: "PlanRefusal", kind, message: expect.stringMatching(words) });
const summary = (name: string, state: string) => ({
  id: `${name}-${state}`,
  name,
  state,
  startedAtMs: NOW - 60_000,
  endedAtMs: state === "RUNNING" ? null : NOW,
  tasks: {},
});
const cluster = (slotsAvailable: number, slotsTotal = 12, taskManagers = 3) => ({
  version: "2.3.0",
  taskManagers,
  slotsTotal,
  slotsAvailable,
});

describe("a job that is not running", () => {
  const find = (pattern: string, jobs: readonly (readonly [string, string])[]) => {
    const flink = { jobs: async () => jobs.map(([name, state]) => summary(name, state)) };
    return runningJob(flink as unknown as FlinkClient, pattern, signal);
  };

  test.each<readonly [string, string, readonly (readonly [string, string])[], RefusalKind, RegExp]>([
    ["has ended", "zipline", [["zipline", "FAILED"]], "not-now", /it is FAILED/],
    ["nobody knows", "zipline", [["zipline-2", "RUNNING"]], "unfit", /none that has ended is known/],
    [
      "runs twice",
      "zip*",
      [
        ["zipline", "RUNNING"],
        ["zipline", "RUNNING"],
      ],
      "not-now",
      /stop all but one/,
    ],
    [
      "is any of several",
      "zip*",
      [
        ["zip-a", "RUNNING"],
        ["zip-b", "RUNNING"],
      ],
      "unfit",
      /zip-a, zip-b; give the whole/,
    ],
  ])("because it %s", async (_, pattern, jobs, kind, words) => {
    await expect(find(pattern, jobs)).rejects.toEqual(refusal(kind, words));
  });

  test.each<readonly [string, string, readonly (readonly [string, string])[], RefusalKind]>([
    ["of a name with a star that no job has", "zip*", [], "unsaid"],
    ["that is there already", "zip*", [["zipline", "RUNNING"]], "not-now"],
  ])("cannot be started: one %s", async (_, job, jobs, kind) => {
    const flink = {
      jobs: async () => jobs.map(([name, state]) => summary(name, state)),
      overview: async () => cluster(4),
      localJar: async () => ({ name: "zipline.jar", sha256: "0".repeat(64), bytes: new Uint8Array(10) }),
    } as unknown as FlinkClient;
    const plan = planRun(
      "flink.run",
      flink,
      { job, args: [], from: "latest" },
      { nowMs: NOW, shown: null, hearsay: null, signal },
    );
    await expect(plan).rejects.toEqual(refusal(kind, /zip/));
  });
});

describe("more subtasks than the slots that are free", () => {
  const fits = (parallelism: number, free: number, all: number, taskManagers = 3) => {
    refuseUnlessFits(parallelism, free, all, cluster(free, all, taskManagers));
  };

  test("fit at another time where the cluster has as many slots, and never where it has not", () => {
    expect(() => fits(8, 8, 12)).not.toThrow();
    expect(() => fits(12, 8, 12)).toThrow(refusal("not-now", /does not fit/));
    expect(() => fits(13, 8, 12)).toThrow(refusal("unfit", /add TaskManagers/));
  });

  test("while no TaskManager is there: how many slots there will be is open", () => {
    expect(() => fits(1, 0, 0, 0)).toThrow(refusal("not-now", /does not fit/));
  });

  test("two groups that share no slots have half of them each", () => {
    const vertices = ["a", "b"].map((slotSharingGroup) => vertex({ slotSharingGroup }));
    expect(widestEver(jobIn("RUNNING", { vertices }), cluster(0, 13))).toBe(6);
  });
});

describe("more subtasks than a job's state was divided for", () => {
  const rescale = (wanted: { readonly parallelism?: number; readonly factor?: number }, was: number, most: number) => {
    const job = jobIn("RUNNING", { vertices: [vertex({ parallelism: was, maxParallelism: most })] });
    const config = { intervalMs: 1_000, timeoutMs: 1_000 } as FlinkCheckpointConfig;
    const running = { job, config, cluster: cluster(500, 1_000) };
    const flink = {} as FlinkClient;
    const moment = { nowMs: NOW, shown: null, signal };
    return planRescale("flink.rescale", flink, running, { args: [], factor: 2, ...wanted }, moment);
  };

  test.each<readonly [string, Parameters<typeof rescale>, RefusalKind]>([
    ["asked for by their number", [{ parallelism: 129 }, 128, 128], "unfit"],
    ["asked for by a factor that the usual number does not bear", [{ factor: 2 }, 100, 128], "unfit"],
    ["asked for by a factor, once it is as wide as can be", [{ factor: 2 }, 128, 128], "not-now"],
  ])("%s", async (_, [wanted, was, most], kind) => {
    await expect(rescale(wanted, was, most)).rejects.toEqual(refusal(kind, /128 subtasks at most/));
  });
});

function vertex(fields: Partial<FlinkVertex>): FlinkVertex {
  const usual = { id: "v", name: "v", parallelism: 1, maxParallelism: 128, slotSharingGroup: "a", state: "RUNNING" };
  return { ...usual, ...fields };
}

import { describe, expect, test } from "vitest";
import {
  isRequirements,
  planRescale,
  type RescaleArguments,
  widestAdaptive,
} from "../../../src/actions/flink/plan-rescale.ts";
import type { FlinkClient, FlinkJob, FlinkParallelism } from "../../../src/clients/flink-client.ts";
import { CLUSTER, CONFIG, flinkThatKnows, JAR_NAME, signal } from "./known-flink.ts";
import { JOB, jobIn, NOW } from "./stub-flink.ts";

const vertex = (id: string, parallelism: number, maxParallelism = 128) => ({
  id,
  name: id,
  parallelism,
  maxParallelism,
  slotSharingGroup: "g",
  state: "RUNNING",
});
const between = (lowerBound: number, upperBound: number) => ({ lowerBound, upperBound });
const WAS = { a: between(1, 2), sink: between(1, 1) };

/** A job as wide as its vertices, in a cluster with so many slots free and so many in all. */
function plan(
  job: Partial<FlinkJob>,
  wanted: Partial<RescaleArguments> = {},
  [slotsAvailable, slotsTotal]: readonly [number, number] = [6, 8],
  was: Readonly<Record<string, FlinkParallelism>> = WAS,
) {
  const asked: unknown[] = [];
  const flink = {
    ...flinkThatKnows({ jars: [JAR_NAME] }),
    resourceRequirements: async (id: string) => {
      asked.push(id);
      return was;
    },
  } as unknown as FlinkClient;
  const running = {
    job: jobIn("RUNNING", { vertices: [vertex("a", 2), vertex("sink", 1)], ...job }),
    config: CONFIG,
    cluster: { ...CLUSTER, slotsAvailable, slotsTotal },
  };
  const given = { args: [], factor: 2, ...wanted };
  const moment = { nowMs: NOW, shown: null, signal };
  return { planned: planRescale("flink.rescale", flink, running, given, moment), asked };
}

test("an adaptive job is asked for more while it runs: the whole plan", async () => {
  const { planned, asked } = plan({ scheduler: "Adaptive" }, { args: ["--fast"], entryClass: "x.Main" });
  const was = { a: { parallelism: between(1, 2) }, sink: { parallelism: between(1, 1) } };
  const wanted = { ...was, a: { parallelism: between(1, 4) } };
  expect(await planned).toEqual({
    action: "flink.rescale",
    summary: "give zipline parallelism 4 instead of 2",
    target: { kind: "FlinkJob", namespace: "", name: "zipline", uid: JOB },
    identity: expect.stringMatching(/^[0-9a-f]{64}$/),
    writes: [
      {
        id: "1",
        method: "PUT",
        path: `/jobs/${JOB}/resource-requirements`,
        contentType: "application/json",
        body: wanted,
        object: "job zipline",
      },
    ],
    instructions: [],
    changes: [{ path: "parallelism", from: 2, to: 4 }],
    impact: {
      lines: ["its tasks restart once from the newest checkpoint: what came since is read again"],
      keepServing: null,
      budgetAllows: null,
    },
    warnings: [],
    equivalent: `curl -X PUT -H 'Content-Type: application/json' -d '${JSON.stringify(wanted)}' "$FLINK/jobs/${JOB}/resource-requirements"`,
    undo: "sets the parallelism that it had before",
    before: { jobId: JOB, requirements: was, wanted, parallelism: 4, was: 2, entryClass: "x.Main", args: ["--fast"] },
    completionSeconds: 180,
  });
  expect(asked).toEqual([JOB]);
  expect(isRequirements(await planned)).toBe(true);
});

test("an adaptive job's plan rests on what it asks for by now", async () => {
  const identityWith = async (upperBound: number) => {
    const was = { a: between(1, upperBound) };
    const { planned } = plan({ scheduler: "Adaptive" }, { parallelism: 6 }, [6, 8], was);
    return (await planned).identity;
  };
  expect(await identityWith(2)).toBe(await identityWith(2));
  expect(await identityWith(3)).not.toBe(await identityWith(2));
});

test("any other job is stopped and run again, with its own checkpoint settings", async () => {
  const { planned, asked } = plan({}, { args: ["--fast"], entryClass: "x.Main" });
  const { writes, summary, changes, warnings, before } = await planned;
  expect([summary, changes]).toEqual([
    "give zipline parallelism 4 instead of 2",
    [{ path: "parallelism", from: 2, to: 4 }],
  ]);
  expect(writes.at(-1)?.body).toMatchObject({
    parallelism: 4,
    entryClass: "x.Main",
    programArgsList: ["--fast"],
    flinkConfiguration: {
      "execution.checkpointing.interval": "60000 ms",
      "execution.checkpointing.timeout": "600000 ms",
    },
  });
  expect(warnings).toHaveLength(3);
  expect(before).toMatchObject({ parallelism: 4, was: 2, entryClass: "x.Main", args: ["--fast"], stopped: JOB });
  expect(asked).toEqual([]);
  expect(isRequirements(await planned)).toBe(false);
});

describe("how wide it becomes", () => {
  test.each<[string, number, Partial<RescaleArguments>, readonly [number, number], number]>([
    ["twice as wide", 2, { factor: 2 }, [6, 8], 4],
    ["as many as are asked for, whatever the factor", 2, { parallelism: 3, factor: 2 }, [6, 8], 3],
    ["as wide as the slots hold, of a factor that wants more", 2, { factor: 16 }, [3, 8], 5],
    ["half as wide", 4, { factor: 0.5 }, [0, 8], 2],
    ["at least one", 3, { factor: 0.1 }, [0, 8], 1],
    ["rounded to whole subtasks", 3, { factor: 1.5 }, [6, 9], 5],
  ])("%s", async (_what, was, wanted, slots, becomes) => {
    const { planned } = plan({ vertices: [vertex("a", was)] }, wanted, slots);
    expect((await planned).changes).toEqual([{ path: "parallelism", from: was, to: becomes }]);
  });

  const already = (was: number) => `job zipline has parallelism ${was} already`;
  test.each<[string, number, Partial<RescaleArguments>, readonly [number, number], string]>([
    ["as wide as it is", 2, { parallelism: 2 }, [6, 8], already(2)],
    ["by a factor of one", 2, { factor: 1 }, [6, 8], already(2)],
    // Slots have no part in these: there is nothing between what it has and the next whole number, or below one.
    ["narrower than one", 1, { factor: 0.5 }, [6, 8], already(1)],
    ["by a factor that rounds to what it has", 2, { factor: 1.2 }, [6, 8], already(2)],
    [
      "wider, while all slots are taken",
      2,
      { factor: 2 },
      [0, 2],
      "all slots are taken: job zipline has parallelism 2, and 0 of 2 slots are free; add TaskManagers first",
    ],
  ])("not %s", async (_what, was, wanted, slots, message) => {
    const { planned } = plan({ vertices: [vertex("a", was)] }, wanted, slots);
    await expect(planned).rejects.toMatchObject({ name: "PlanRefusal", kind: "not-now", message });
  });

  test.each<[string, number, Partial<RescaleArguments>, string]>([
    ["asked for by number", 2, { parallelism: 5 }, "unfit"],
    ["wanted by a factor that the usual number does not bear", 3, { factor: 2 }, "unfit"],
    ["wanted by a factor once it is as wide as can be", 4, { factor: 2 }, "not-now"],
  ])("not wider than its state was divided: %s", async (_what, was, wanted, kind) => {
    const { planned } = plan({ vertices: [vertex("a", was, 4), vertex("b", 1, 0)] }, wanted, [20, 24]);
    await expect(planned).rejects.toMatchObject({
      name: "PlanRefusal",
      kind,
      message: "a can have 4 subtasks at most: its state was divided so",
    });
  });

  test("as wide as its state was divided is possible, and so is any width where that is not known", async () => {
    const { planned } = plan(
      { vertices: [vertex("a", 2, 4), vertex("b", 2, -1), vertex("c", 1, 0)] },
      { parallelism: 4 },
    );
    expect((await planned).changes).toEqual([{ path: "parallelism", from: 2, to: 4 }]);
  });

  test("what no slots will ever hold is refused for good", async () => {
    const { planned } = plan({}, { parallelism: 9 });
    await expect(planned).rejects.toMatchObject({
      kind: "unfit",
      message:
        "parallelism 9 does not fit: the cluster has 8 slots on 1 TaskManagers, 6 of them free, which hold at most 8; add TaskManagers first",
    });
  });
});

test("how wide an adaptive job may become is its widest bound", async () => {
  const flink = { resourceRequirements: async () => ({ ...WAS, b: between(1, 7) }) } as unknown as FlinkClient;
  expect(await widestAdaptive(flink, JOB, signal)).toBe(7);
  const none = { resourceRequirements: async () => ({}) } as unknown as FlinkClient;
  expect(await widestAdaptive(none, JOB, signal)).toBe(0);
});

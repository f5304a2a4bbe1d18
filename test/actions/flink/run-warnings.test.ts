import { describe, expect, test } from "vitest";
import { planRun } from "../../../src/actions/flink/plan-run.ts";
import { CLUSTER, checkpoint, flinkThatKnows, localJar, signal, summary } from "./known-flink.ts";
import { NOW } from "./stub-flink.ts";

const LAST = summary();
const DAY = 86_400_000;
const ARGS =
  "it gets no program arguments; those of the job before cannot be asked of Flink, and a restart strategy of its own is not carried over";
type Known = Parameters<typeof flinkThatKnows>[0];

function plan(known: Known, wanted: object = {}, hearsay: string | null = null) {
  const given = { job: "zipline", args: [], from: "latest", ...wanted };
  return planRun("flink.run", flinkThatKnows(known), given, { nowMs: NOW, shown: null, hearsay, signal });
}

const ownState = (agoMs: number) => ({ [LAST.id]: [checkpoint({ triggeredAtMs: NOW - agoMs })] });
const earlier = summary({ id: "e".repeat(32), endedAtMs: NOW - 500_000 });
const running = (name: string) => summary({ id: `id of ${name}`, name, state: "RUNNING" });
const twice = "is this job one of them under another name? It would do the same work twice";

describe("what a new start warns of", () => {
  test.each<[string, Known, object, readonly string[]]>([
    ["nothing but its arguments", { jobs: [LAST], checkpoints: ownState(DAY) }, {}, [ARGS]],
    [
      "a job that nobody knows, which would begin empty",
      {},
      {},
      [
        "the JobManager knows no earlier job of that name (it forgets them when it restarts): look for a savepoint before you start it empty",
      ],
    ],
    ["nothing, where it shall be empty", {}, { from: "empty" }, []],
    [
      "a last job that left nothing",
      { jobs: [LAST] },
      {},
      [`job ${LAST.id} left no state that is kept: look for a savepoint before you start it empty`, ARGS],
    ],
    ["nothing left, and nothing wanted", { jobs: [LAST] }, { from: "empty" }, [ARGS]],
    [
      "the state of an earlier job",
      { jobs: [LAST, earlier], checkpoints: { [earlier.id]: [checkpoint()] } },
      {},
      [`the state is of an earlier job, ${earlier.id}: the last one left none`, ARGS],
    ],
    ["a path, of which nobody knows whose it is", { jobs: [LAST] }, { from: "s3://b/sp" }, [ARGS]],
    [
      "a state older than a day",
      { jobs: [LAST], checkpoints: ownState(DAY * 3) },
      {},
      ["the state is 3 days old: does Kafka still keep what came since?", ARGS],
    ],
    [
      "a failure that will come again",
      { jobs: [summary({ state: "FAILED" })], checkpoints: ownState(DAY) },
      {},
      ["the last job failed: as long as its cause is there, so will this one", ARGS],
    ],
    ["one that runs under another name", { jobs: [running("a")] }, { from: "empty" }, [`a runs: ${twice}`]],
    [
      "several that do, each name once",
      { jobs: [running("a"), running("b"), running("a"), summary({ name: "over" })] },
      { from: "empty" },
      [`a, b run: ${twice}`],
    ],
    ["three", { jobs: ["a", "b", "c"].map(running) }, { from: "empty" }, [`a, b, c run: ${twice}`]],
    [
      "more than can be named",
      { jobs: ["a", "b", "c", "d", "e"].map(running) },
      { from: "empty" },
      [`a, b, c and 2 more run: ${twice}`],
    ],
  ])("%s", async (_what, known, wanted, warnings) => {
    expect((await plan(known, wanted)).warnings).toEqual(warnings);
  });
});

test("a job that nobody knows has none before it", async () => {
  const { changes, before, impact } = await plan({ jobs: [] }, { from: "s3://b/sp" });
  expect(changes[0]).toMatchObject({ path: "job", from: null });
  expect(before["last"]).toBeNull();
  expect(impact.lines[0]).toBe("it starts from s3://b/sp, of which nothing more is known");
});

test("a pattern is filled with the name of the job that ended last", async () => {
  const { target } = await plan({ jobs: [summary({ name: "zipline-b", endedAtMs: NOW }), LAST] }, { job: "zip*" });
  expect(target.name).toBe("zipline-b");
});

test.each([
  [10, "1 kB"],
  [999_400, "999 kB"],
  [1_000_000, "1 MB"],
  [41_600_000, "42 MB"],
])("a jar of %i bytes is said to have %s", async (size, words) => {
  const jar = { ...localJar(), bytes: new Uint8Array(size) };
  expect((await plan({ jar })).impact.lines[1]).toContain(`is uploaded first (${words})`);
});

describe("refused is", () => {
  test.each<[string, Known, object, string | null, string, string]>([
    [
      "one that runs",
      { jobs: [running("zipline")] },
      {},
      null,
      "not-now",
      "job zipline is there already: RUNNING, id id of zipline",
    ],
    [
      "a pattern that no job bears out",
      { jobs: [running("other")] },
      { job: "zip*" },
      null,
      "unsaid",
      "no job is named zip*: which one to start is not known; give its whole name",
    ],
    [
      "a name that an alert alone says",
      {},
      { job: "it's" },
      "job",
      "unsaid",
      "the JobManager knows no job named it's, not even one that ended, and an alert's label alone says that there is one; if there is, run it again with --param 'job=it'\\''s'",
    ],
    ["one that the slots cannot hold now", {}, { parallelism: 3 }, null, "not-now", "parallelism 3 does not fit"],
    ["one that they never can", {}, { parallelism: 5 }, null, "unfit", "parallelism 5 does not fit"],
    [
      "one subtask, where no slot is free",
      { cluster: { ...CLUSTER, slotsAvailable: 0 } },
      {},
      null,
      "not-now",
      "parallelism 1 does not fit",
    ],
  ])("%s", async (_what, known, wanted, hearsay, kind, words) => {
    await expect(plan(known, wanted, hearsay)).rejects.toMatchObject({
      name: "PlanRefusal",
      kind,
      message: expect.stringContaining(words),
    });
  });
});

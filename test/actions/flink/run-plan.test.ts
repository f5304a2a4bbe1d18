import { describe, expect, test } from "vitest";
import { planRun } from "../../../src/actions/flink/plan-run.ts";
import type { Plan } from "../../../src/core/plan/plan.ts";
import { checkpoint, flinkThatKnows, ID, JAR_NAME, localJar, signal, summary } from "./known-flink.ts";
import { NOW } from "./stub-flink.ts";

const LAST = summary();
const STATE = { [LAST.id]: [checkpoint()] };
type Known = Parameters<typeof flinkThatKnows>[0];

function plan(known: Known = {}, wanted: object = {}, moment: { shown?: Plan | null; nowMs?: number } = {}) {
  const flink = flinkThatKnows({ jobs: [LAST], checkpoints: STATE, ...known });
  const given = { job: "zipline", args: [], from: "latest", ...wanted };
  return planRun("flink.run", flink, given, { nowMs: NOW, shown: null, hearsay: null, signal, ...moment });
}

test("a job that was cancelled and left a checkpoint, from a jar that is not there: the whole plan", async () => {
  const planned = await plan({}, { args: ["--fast", "a b"], entryClass: "x.Main", parallelism: 2 });
  const jobId = planned.target.uid;
  expect(jobId).toMatch(ID);
  expect(planned).toEqual({
    action: "flink.run",
    summary: "start zipline from its newest checkpoint",
    target: { kind: "FlinkJob", namespace: "", name: "zipline", uid: jobId },
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
        path: "/jars/${jar}/run",
        contentType: "application/json",
        body: {
          jobId,
          entryClass: "x.Main",
          programArgsList: ["--fast", "a b"],
          parallelism: 2,
          savepointPath: "file:/c/1",
        },
        object: `job zipline from jar ${JAR_NAME}`,
      },
    ],
    instructions: [],
    changes: [
      { path: "job", from: `CANCELED (${LAST.id})`, to: `RUNNING (${jobId})` },
      { path: "state", from: null, to: "file:/c/1" },
    ],
    impact: {
      lines: [
        "it starts from the checkpoint of 2027-01-15T07:58:30Z (90 s old, 30 s before the job ended): what came since is read again",
        `${JAR_NAME} is uploaded first (1 kB)`,
      ],
      keepServing: null,
      budgetAllows: null,
    },
    warnings: [
      "it gets the program arguments --fast a b; those of the job before cannot be asked of Flink, and a restart strategy of its own is not carried over",
    ],
    equivalent: "flink run -d -c x.Main -p 2 -s file:/c/1 zipline.jar --fast 'a b'",
    undo: "stops the job with a savepoint; cancels it where it cannot make one",
    before: { jobId, last: LAST.id },
    completionSeconds: 180,
  });
});

test("a jar that is there already is not uploaded, and what is not given is not sent", async () => {
  const { writes, impact, equivalent, target } = await plan({ jars: [JAR_NAME] }, { from: "empty" });
  expect(writes).toMatchObject([{ id: "1", path: "/jars/${jar}/run" }]);
  expect(writes[0]?.body).toEqual({ jobId: target.uid });
  expect(impact.lines[1]).toBe(`${JAR_NAME} is uploaded already`);
  expect(equivalent).toBe("flink run -d zipline.jar");
});

describe("the state that it begins from", () => {
  const old = summary({ id: "e".repeat(32), endedAtMs: NOW - 500_000 });
  test.each<[string, Known, string, string, string, string]>([
    ["none, as it was asked", {}, "empty", "without state", "it starts empty: counts begin anew", "empty"],
    [
      "a path",
      {},
      "s3://b/sp",
      "from s3://b/sp",
      "it starts from s3://b/sp, of which nothing more is known",
      "s3://b/sp",
    ],
    [
      "a savepoint",
      { checkpoints: { [LAST.id]: [checkpoint({ isSavepoint: true })] } },
      "latest",
      "from its newest savepoint",
      "it starts from the savepoint of 2027-01-15T07:58:30Z (90 s old",
      "file:/c/1",
    ],
    [
      "what the last one had been restored from",
      { checkpoints: {}, restored: { atMs: NOW - 120_000, path: "file:/r" } },
      "latest",
      "from the state that it had been restored from",
      "it starts from the state that it had been restored from of 2027-01-15T07:58:00Z (2 min old, 60 s before the job ended)",
      "file:/r",
    ],
    ["none that was kept", { checkpoints: {} }, "latest", "without state", "it starts empty", "empty"],
    [
      "of a job that ended at an unknown time",
      { jobs: [summary({ endedAtMs: null })] },
      "latest",
      "from its newest checkpoint",
      "(90 s old): what came since is read again",
      "file:/c/1",
    ],
    [
      "of the job before the last",
      { jobs: [LAST, old], checkpoints: { [old.id]: [checkpoint()] } },
      "latest",
      "from its newest checkpoint",
      "it starts from the checkpoint",
      "file:/c/1",
    ],
  ])("%s", async (_what, known, from, words, line, state) => {
    const { summary: said, impact, changes } = await plan(known, { from });
    expect(said).toBe(`start zipline ${words}`);
    expect(impact.lines[0]).toContain(line);
    expect(changes[1]).toEqual({ path: "state", from: null, to: state });
  });

  test("a word that is no path is refused", async () => {
    await expect(plan({}, { from: "newest" })).rejects.toMatchObject({
      code: "invalid",
      message: '"newest" is no path of a savepoint',
      hint: "give latest, empty or a path",
    });
  });
});

describe("made again, it is the plan that was shown", () => {
  test("though the jar is there by now, and its own job as well", async () => {
    const shown = await plan();
    const submitted = summary({ id: shown.target.uid, state: "RUNNING" });
    const again = await plan({ jobs: [submitted, LAST], jars: [JAR_NAME] }, {}, { shown, nowMs: NOW + 5_000 });
    expect(again.writes).toEqual(shown.writes);
    expect([again.identity, again.target, again.before]).toEqual([shown.identity, shown.target, shown.before]);
    const failed = summary({ id: shown.target.uid, state: "FAILED", endedAtMs: NOW });
    expect((await plan({ jobs: [failed, LAST] }, {}, { shown })).before).toEqual(shown.before);
  });

  test("one write stays one, though the jar is gone", async () => {
    const shown = await plan({ jars: [JAR_NAME] });
    expect((await plan({}, {}, { shown, nowMs: NOW + 5_000 })).writes).toEqual(shown.writes);
  });

  test("its own job is none that does the same work under another name", async () => {
    const shown = await plan({ jobs: [] }, { from: "empty" });
    const own = summary({ id: shown.target.uid, state: "RUNNING" });
    expect((await plan({ jobs: [own] }, { from: "empty" }, { shown })).warnings).toEqual([]);
  });

  test("another moment is another job, the same one the same", async () => {
    const [one, same, later] = [await plan(), await plan(), await plan({}, {}, { nowMs: NOW + 1 })];
    expect(same.target.uid).toBe(one.target.uid);
    expect(later.target.uid).not.toBe(one.target.uid);
    expect(later.identity).toBe(one.identity);
    const other = await plan({ jobs: [summary({ id: "f".repeat(32) })] });
    expect(other.target.uid).not.toBe(one.target.uid);
  });

  test.each<[string, Known, object]>([
    ["the jar", { jar: localJar("v2") }, {}],
    ["the state", {}, { from: "s3://b/sp" }],
    [
      "the last job",
      { jobs: [summary({ id: "f".repeat(32) })], checkpoints: { ["f".repeat(32)]: [checkpoint()] } },
      {},
    ],
    ["the name", { jobs: [summary({ name: "zipline-2" })] }, { job: "zipline*" }],
  ])("it rests on %s", async (_what, known, wanted) => {
    expect((await plan(known, wanted)).identity).not.toBe((await plan()).identity);
  });
});

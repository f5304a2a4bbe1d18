import { describe, expect, test } from "vitest";
import type { FlinkJobSummary } from "../../../src/clients/flink-client.ts";
import { chooseJob, noJobWords } from "../../../src/probes/flink/job-choice.ts";
import { flinkWith, listed, signal, WANTED } from "./asked-flink.ts";
import { choice } from "./fixtures.ts";

describe("which job is meant", () => {
  const a = listed("a", "zipline", "RUNNING", 1);
  const b = listed("b", "zipline", "RUNNING", 2);
  const ended = listed("c", "zipline", "FAILED", 3);
  const other = listed("d", "other");
  test.each<[string, readonly FlinkJobSummary[], "inconclusive" | "newest", string | null, number]>([
    ["the running one", [ended, a, other], "inconclusive", "a", 1],
    ["else the one that ended", [ended, other], "inconclusive", "c", 0],
    ["none of two, where nobody said which", [a, b], "inconclusive", null, 2],
    ["the newest of two", [a, b], "newest", "b", 2],
    ["none, where there is none", [other], "newest", null, 0],
  ])("%s", async (_what, jobs, several, id, running) => {
    const found = await chooseJob(flinkWith(jobs), { job: "zipline", several }, signal);
    expect([found.chosen?.id ?? null, found.running]).toEqual([id, running]);
  });

  test("those that fit and those that do not are named, each name once, ten of them, none longer than a line bears", async () => {
    const many = Array.from({ length: 12 }, (_, index) => listed(`o${index}`, `other ${index}`));
    const long = listed("l", "l".repeat(100));
    const found = await chooseJob(flinkWith([a, b, ended, long, long, ...many]), { ...WANTED, job: "zip*" }, signal);
    expect(found.matching).toEqual(["zipline"]);
    expect(found.others).toEqual([`${"l".repeat(79)}…`, ...many.slice(0, 9).map(({ name }) => name)]);
  });

  test.each([
    [choice({ running: 2, matching: ["a", "b"] }), '2 running jobs are named "zip*": a, b'],
    [choice({ running: 0, others: ["c", "d"] }), 'no job is named "zip*"; there are: c, d'],
    [choice({ running: 0, others: [] }), 'no job is named "zip*"; the JobManager knows no other either'],
  ])("why none is chosen is said: %#", (given, words) => {
    expect(noJobWords(given, "zip*")).toBe(words);
  });
});

import { expect, test } from "vitest";
import { countRestarts } from "../../../src/probes/flink/count-restarts.ts";
import type { JobDetail } from "../../../src/probes/flink/job-facts.ts";
import { rootCauseWords } from "../../../src/probes/flink/root-cause-words.ts";
import { exception, job, NOW } from "./fixtures.ts";

const WINDOW = 600_000;
const OLD = NOW - 2 * WINDOW;
const inWindow = (count: number) => Array.from({ length: count }, (_, at) => exception("x.E: m", at));
const before = (count: number) => Array.from({ length: count }, (_, at) => exception("x.E: m", WINDOW + 1 + at));

// The counter counts from the job's begin, rescales with it; of failures Flink keeps 16, each of which was one restart.
test.each<[string, number, Partial<JobDetail>, number, boolean]>([
  ["none", OLD, {}, 0, false],
  ["a job as old as the window: its counter", NOW - WINDOW, { restartsTotal: 7, exceptions: inWindow(1) }, 7, false],
  ["one older by a moment: its failures", NOW - WINDOW - 1, { restartsTotal: 7, exceptions: inWindow(1) }, 1, false],
  ["less rescales", NOW - 1, { restartsTotal: 7, rescalesTotal: 3 }, 4, false],
  ["of which nobody tells", NOW - 1, { restartsTotal: 7, rescalesTotal: null }, 7, false],
  ["never below none", NOW - 1, { restartsTotal: 1, rescalesTotal: 3 }, 0, false],
  ["a failure at the window's edge counts", OLD, { restartsTotal: 9, exceptions: [exception("x", WINDOW)] }, 1, false],
  ["one before it does not", OLD, { restartsTotal: 9, exceptions: before(3) }, 0, false],
  ["never more than the counter", OLD, { restartsTotal: 2, exceptions: inWindow(5) }, 2, false],
  ["all 16 that are kept: there may be more", OLD, { restartsTotal: 90, exceptions: inWindow(16) }, 16, true],
  [
    "all 16, and the counter says that there were no more",
    OLD,
    { restartsTotal: 16, exceptions: inWindow(16) },
    16,
    false,
  ],
  ["16 of 17 in the window", OLD, { restartsTotal: 90, exceptions: [...inWindow(16), ...before(1)] }, 16, false],
  ["15, all that there are", OLD, { restartsTotal: 90, exceptions: inWindow(15) }, 15, false],
  [
    "fewer, of which the answer was cut",
    OLD,
    { restartsTotal: 90, exceptions: inWindow(3), exceptionsTruncated: true },
    3,
    true,
  ],
  ["none of an answer that was cut", OLD, { restartsTotal: 90, exceptionsTruncated: true }, 0, false],
  ["without a counter: the failures", NOW - 1, { restartsTotal: null, exceptions: inWindow(3) }, 3, false],
  ["without one, all 16", OLD, { restartsTotal: null, exceptions: inWindow(16) }, 16, true],
])("restarts: %s", (_what, startedAtMs, detail, count, isAtLeast) => {
  const usual = { exceptions: [], exceptionsTruncated: false, restartsTotal: 0, rescalesTotal: 0 };
  const given = { ...usual, job: job({ startedAtMs }), ...detail } as JobDetail;
  expect(countRestarts(given, WINDOW)).toEqual({ count, isAtLeast });
});

test.each([
  ["nothing", [], null],
  ["a class without words", [exception("java.lang.NullPointerException\n\tat x")], "NullPointerException"],
  [
    "words without values",
    [exception("x.LookupException: entity 4711 is gone")],
    "LookupException: entity <*> is gone",
  ],
  ["the newest of several", [exception("x.NewException: a"), exception("x.OldException: b", 5_000)], "NewException: a"],
])("the root cause of %s", (_what, entries, words) => {
  expect(rootCauseWords(entries)).toBe(words);
});

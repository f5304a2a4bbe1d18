import { describe, expect, test } from "vitest";
import type { CheckResult } from "../../src/core/check/check-result.ts";
import type { Verdict } from "../../src/core/check/verdict.ts";
import type { JsonObject } from "../../src/core/json.ts";
import { evaluateCauses, offeredMitigations } from "../../src/core/runbook/diagnosis.ts";
import { conditionContext } from "../../src/core/conditions/condition-context.ts";
import { conditionIn } from "../../src/core/conditions/evaluate-condition.ts";
import { resolveParameters } from "../../src/core/runbook/resolve-parameters.ts";
import { result } from "../core/runbook/results.ts";
import { shippedRunbook } from "./drills/drilled.ts";

const runbook = shippedRunbook("streaming-lag");

const JOB = {
  state: "RUNNING",
  restarts: 0,
  rootCause: null,
  restartsLeft: null,
  pendingRecords: 9_000,
  tasksRunning: 4,
  tasksTotal: 4,
  taskManagers: 2,
  slotsTotal: 8,
  slotsAvailable: 4,
};
const LAG = {
  totalLag: 10_000,
  maxLagSeconds: 400,
  maxLagShare: 0.1,
  producedPerSecond: 500,
  consumedPerSecond: 0,
  expiredRecords: 0,
  unreadable: 0,
  transactionHangs: false,
  hangingTransactions: 0,
  untoldTransactions: 0,
  partitionsTotal: 12,
};
const LOAD = { level: "ok", ratio: 0, culprit: null, busyRatio: 0.3, skew: 0, parallelism: 2, pendingRecords: 9_000 };
const CHECKPOINTS = {
  lastCompletedAgeSeconds: 3,
  durationSeconds: 0.1,
  failed: 0,
  failureMessage: null,
  failing: false,
  slow: false,
  stale: false,
  intervalSeconds: 5,
  timeoutSeconds: 20,
};
const INPUT = { value: 500, baseline: 500, ratio: 1 };

type Seen = Partial<
  Record<"job" | "lag" | "backpressure" | "checkpoints" | "input-rate", readonly [Verdict, JsonObject?]>
>;

/** What is said where the checks saw this; what is left out is as of a job that runs, and lags. */
function diagnose(seen: Seen) {
  const standard = {
    job: ["pass", JOB],
    lag: ["fail", LAG],
    backpressure: ["pass", LOAD],
    checkpoints: ["pass", CHECKPOINTS],
    "input-rate": ["pass", INPUT],
  } as const;
  const results = new Map<string, CheckResult>(
    Object.entries(standard).map(([check, [verdict, observed]]) => {
      const [saw, more] = seen[check as keyof Seen] ?? [verdict, {}];
      // A whole observation stands for itself: it leaves out what is not known.
      return [check, result(saw, more !== undefined && "untoldTransactions" in more ? more : { ...observed, ...more })];
    }),
  );
  const resolved = resolveParameters(runbook, {}, {});
  if (!resolved.ok) throw new Error(resolved.problems.join("\n"));
  const causes = evaluateCauses(runbook, results, resolved.parameters);
  const context = conditionContext(runbook, results, resolved.parameters);
  return {
    causes: causes.filter(({ truth }) => truth === true).map(({ id }) => id),
    unknown: causes.filter(({ truth }) => truth === "unknown").map(({ id }) => id),
    because: Object.fromEntries(causes.map(({ id, because }) => [id, because])),
    mitigations: offeredMitigations(runbook, causes, results, resolved.parameters).map(
      ({ mitigation }) => mitigation.id,
    ),
    pages: runbook.escalation
      .filter(({ when }) => when !== null && conditionIn(runbook, when, context) === true)
      .map(({ page }) => page),
  };
}

const hung = (hangingTransactions: number): JsonObject => ({ transactionHangs: true, hangingTransactions });
/** What is not known is left out. */
const untold = (more: JsonObject): JsonObject => {
  const { transactionHangs: _, hangingTransactions: __, ...rest } = LAG;
  return { ...rest, untoldTransactions: 3, ...more };
};
const MAY_HANG = untold({});
const HUNG_AT_LEAST = untold({ transactionHangs: true });
const { expiredRecords: _, ...MAY_BE_LOST } = { ...LAG, unreadable: 1 };

const over = (state: string | null): Seen => ({
  job: ["fail", { state, pendingRecords: null }],
  backpressure: ["inconclusive"],
  checkpoints: ["inconclusive"],
});
const heldBack: Seen = {
  backpressure: ["fail", { level: "high", ratio: 0.98, culprit: "transform", busyRatio: 1 }],
  "input-rate": ["pass", { value: 450 }],
};
const failing: Seen = {
  checkpoints: [
    "fail",
    { failing: true, failed: 10, failureMessage: "no room", stale: true, lastCompletedAgeSeconds: 430 },
  ],
};

describe("what is seen, and what it means and allows", () => {
  test.each<[string, Seen, string[], string[]]>([
    ["cancelled", over("CANCELED"), ["job-not-running"], ["start-job"]],
    ["no such job", over(null), ["job-not-running"], ["start-job"]],
    ["failed for good", over("FAILED"), ["job-not-running"], ["start-job"]],
    [
      "cancelled for longer than the records are kept",
      { ...over("CANCELED"), lag: ["fail", { expiredRecords: 70 }] },
      ["data-expired", "job-not-running"],
      ["start-job", "write-again"],
    ],
    [
      "restarting",
      { job: ["fail", { state: "RESTARTING", restarts: 40 }], backpressure: ["inconclusive"] },
      ["job-failing"],
      ["repair-job"],
    ],
    // One failure from which it may come back is none of these, and pages nobody; the probe says how long that is so.
    [
      "restarting for the first time",
      {
        job: ["inconclusive", { state: "RESTARTING", restarts: 1 }],
        lag: ["pass"],
        backpressure: ["inconclusive"],
      },
      [],
      [],
    ],
    [
      "restarted as often as Flink's long delay lets it be",
      { job: ["fail", { restarts: 2 }], backpressure: ["inconclusive"] },
      ["job-failing"],
      ["repair-job"],
    ],
    ["held back", heldBack, ["backpressure"], ["increase-parallelism"]],
    [
      "held back, input not known",
      { ...heldBack, "input-rate": ["inconclusive"] },
      ["backpressure"],
      ["increase-parallelism"],
    ],
    [
      "held back by one subtask",
      { ...heldBack, backpressure: ["fail", { culprit: "transform", busyRatio: 1, ratio: 0.9, skew: 0.9 }] },
      ["key-skew"],
      ["spread-keys"],
    ],
    [
      "held back, and far more comes in",
      { ...heldBack, lag: ["fail", { producedPerSecond: 2_250 }], "input-rate": ["fail", { value: 2_000 }] },
      ["traffic-spike"],
      ["increase-parallelism"],
    ],
    // 10,000 records at 300 /s more than come in are read in 33 s.
    [
      "held back while it catches up",
      { ...heldBack, "input-rate": ["fail", { value: 800 }] },
      ["backlog-shrinks"],
      ["silence-alert"],
    ],
    // At 51 /s more 91,801 records take 1,800.02 s, longer than the silence of half an hour; 91,800 are read within it.
    [
      "held back while it catches up too slowly",
      { ...heldBack, lag: ["fail", { totalLag: 91_801 }], "input-rate": ["pass", { value: 551 }] },
      ["backlog-shrinks"],
      [],
    ],
    [
      "held back while it catches up just in time",
      { ...heldBack, lag: ["fail", { totalLag: 91_800 }], "input-rate": ["pass", { value: 551 }] },
      ["backlog-shrinks"],
      ["silence-alert"],
    ],
    [
      "not held back any more while it catches up",
      { "input-rate": ["fail", { value: 800 }] },
      ["backlog-shrinks"],
      ["silence-alert"],
    ],
    [
      "catching up without a checkpoint: a failure would begin it again",
      { ...failing, "input-rate": ["fail", { value: 800 }] },
      ["checkpoints-failing"],
      ["repair-checkpoints"],
    ],
    [
      "held back, and checkpoints wait for that",
      { ...heldBack, checkpoints: ["fail", { slow: true }] },
      ["backpressure"],
      ["increase-parallelism"],
    ],
    ["checkpoints fail", failing, ["checkpoints-failing"], ["repair-checkpoints"]],
    [
      "checkpoints are slow",
      { checkpoints: ["fail", { slow: true }] },
      ["checkpoints-slow"],
      ["relax-checkpoints", "check-state-size"],
    ],
    ["a transaction hangs", { lag: ["fail", hung(1)] }, ["hung-transaction"], ["abort-transaction"]],
    ["one hangs, and others may", { lag: ["fail", HUNG_AT_LEAST] }, ["hung-transaction"], ["abort-transaction"]],
    // Restarting the job would not help there, and silencing the alert would hide it.
    ["all is well, nobody reads, and a transaction may hang", { lag: ["fail", MAY_HANG] }, [], []],
    [
      "catching up, where a transaction may hang",
      { lag: ["fail", MAY_HANG], "input-rate": ["fail", { value: 800 }] },
      [],
      [],
    ],
    // Nor is it said that nothing was lost where a partition could not be read.
    ["all is well, nobody reads, and records may be lost", { lag: ["fail", MAY_BE_LOST] }, [], []],
    [
      "held back, and a transaction may hang",
      { ...heldBack, lag: ["fail", MAY_HANG] },
      ["backpressure"],
      ["increase-parallelism"],
    ],
    ["all is well, and nobody reads", {}, ["consumer-stuck"], ["restart-job"]],
    ["no lag", { lag: ["pass", { maxLagSeconds: 4 }] }, [], []],
    ["no lag, held back for a moment", { ...heldBack, lag: ["pass", { maxLagSeconds: 4 }] }, [], []],
  ])("%s", (_, seen, causes, mitigations) => {
    expect(diagnose(seen)).toMatchObject({ causes, mitigations });
  });

  test("what cannot be told names no cause", () => {
    const found = diagnose({ backpressure: ["inconclusive"], checkpoints: ["inconclusive"] });
    expect(found.causes).toEqual([]);
    expect(found.unknown).toEqual(expect.arrayContaining(["backpressure", "checkpoints-slow", "consumer-stuck"]));
  });
});

test("a transaction that could not be looked at leaves open what it would prove, and what it would exclude", () => {
  expect(diagnose({ lag: ["fail", MAY_HANG] }).unknown).toEqual(["hung-transaction", "consumer-stuck"]);
  expect(diagnose({ lag: ["fail", MAY_HANG], "input-rate": ["fail", { value: 800 }] }).unknown).toEqual([
    "hung-transaction",
    "backlog-shrinks",
  ]);
});

describe("Kafka's number, Flink's and the checkpoints' age side by side", () => {
  test("commits that wait for checkpoints lie: what expired by them was read", () => {
    const read = { pendingRecords: 20 };
    const seen: Seen = {
      ...failing,
      job: ["pass", read],
      lag: ["fail", { expiredRecords: 70 }],
      backpressure: ["pass", read],
    };
    const { causes, because } = diagnose(seen);
    expect(causes).toEqual(["checkpoints-failing"]);
    expect(because["checkpoints-failing"]).toContain(
      "so the committed lag lies: Kafka counts 10000 records behind, Flink's sources have 20 left to fetch",
    );
    expect(because["checkpoints-failing"]).toContain("the last one completed 430 s ago");
    expect(because["checkpoints-failing"]).toContain(
      "but for the 70 that Kafka has deleted meanwhile: these were read, and would be missing from its state",
    );
  });

  test("where Flink does not tell, what expired before it was committed is not said to be lost, nor read", () => {
    const untold = { pendingRecords: null };
    const seen: Seen = {
      ...failing,
      job: ["pass", untold],
      lag: ["fail", { expiredRecords: 70 }],
      backpressure: ["pass", untold],
    };
    const { causes, because } = diagnose(seen);
    expect(causes).toEqual(["checkpoints-failing"]);
    expect(because["checkpoints-failing"]).toContain("what was read since then Flink does not tell");
    expect(because["checkpoints-failing"]).not.toContain("these were read");
  });

  test("a job that restarts again and again goes back to its last commit: what expired is lost, whatever it fetched", () => {
    const seen: Seen = { ...failing, job: ["fail", { state: "RESTARTING", restarts: 9, pendingRecords: 0 }] };
    const { causes } = diagnose({ ...seen, lag: ["fail", { expiredRecords: 70 }] });
    expect(causes).toEqual(["data-expired", "job-failing"]);
  });

  test.each<[string, Seen, string, RegExp]>([
    [
      "checkpoints fail, and both agree",
      failing,
      "checkpoints-failing",
      /committed lag is right: .* 9000 left to fetch/,
    ],
    [
      "checkpoints are slow, and both agree",
      { checkpoints: ["fail", { slow: true }] },
      "checkpoints-slow",
      /committed lag is right: .* 9000 left to fetch of the 10000/,
    ],
    [
      "fetched, and waiting in buffers",
      { ...heldBack, job: ["pass", { pendingRecords: 0 }] },
      "backpressure",
      /Kafka is right, as the others wait in Flink's buffers/,
    ],
    [
      "the same, without checkpoints",
      { ...heldBack, job: ["pass", { pendingRecords: 0 }], checkpoints: ["fail", { failing: true }] },
      "backpressure",
      /too few by the one, .* and too many by the other/,
    ],
    [
      "records in a partition that no source was given",
      { job: ["pass", { pendingRecords: 0 }], backpressure: ["pass", { pendingRecords: 0 }] },
      "consumer-stuck",
      /only 0 left to fetch\. Its checkpoints complete, so Kafka is right/,
    ],
  ])("%s: which of the numbers is right is said", (_, seen, cause, words) => {
    expect(diagnose(seen).because[cause]).toMatch(words);
  });

  test("nobody knows the job, and its group keeps up: whether the name is right is asked", () => {
    const because = (lag: Seen["lag"]) => diagnose({ ...over(null), ...(lag && { lag }) }).because["job-not-running"];
    expect(because(["pass", { totalLag: 3 }])).toContain("zipline-consumer is not behind: is the job called otherwise");
    expect(because(undefined)).toContain("nobody reads what comes in");
    expect(because(["error"])).toContain("nobody reads what comes in");
  });

  test("what Flink has not fetched either is really lost", () => {
    expect(diagnose({ ...failing, lag: ["fail", { expiredRecords: 70 }] }).causes).toEqual([
      "data-expired",
      "checkpoints-failing",
    ]);
  });

  test("below the last stable offset there is nothing to read, and the high watermark is right", () => {
    expect(diagnose({ lag: ["fail", hung(2)] }).because["hung-transaction"]).toMatch(
      /in 2 of 12 partitions\. By the last stable offset there is nothing to read, by the high watermark there are 10000 records: the second is right/,
    );
    expect(diagnose({ lag: ["fail", HUNG_AT_LEAST] }).because["hung-transaction"]).toContain(
      "in some of 12 partitions (3 could not be looked at).",
    );
  });
});

describe("a job that fails, and is not over", () => {
  const waiting = { state: "RESTARTING", restarts: 1, rootCause: "JobMasterException: gone", tasksRunning: 0 };
  const noSlots = "NoResourceAvailableException: Could not acquire the minimum required resources.";

  test("by a single restart, or none, it waits; by more it fails again and again", () => {
    const seen = (restarts: number) => diagnose({ job: ["fail", { ...waiting, restarts }] });
    expect([seen(0), seen(1)].map(({ causes }) => causes)).toEqual([["job-waits"], ["job-waits"]]);
    expect(seen(1).mitigations).toEqual(["make-room"]);
    expect([seen(2).causes, seen(2).mitigations]).toEqual([["job-failing"], ["repair-job"]]);
  });

  test.each([
    ["without slots", { restarts: 28, rootCause: noSlots }, "job-waits"],
    ["without TaskManagers", { restarts: 3, taskManagers: 0 }, "job-waits"],
    ["which the adaptive scheduler has no tasks for", { restarts: 3, taskManagers: 0, tasksTotal: 0 }, "job-waits"],
    ["which got its slots", { state: "RUNNING", restarts: 28, rootCause: noSlots, tasksRunning: 4 }, "job-failing"],
    ["which got some", { state: "RUNNING", restarts: 28, rootCause: noSlots, tasksRunning: 3 }, "job-waits"],
    ["without any reason that is known", { restarts: 28, rootCause: null }, "job-failing"],
  ])("%s", (_, more, cause) => {
    expect(diagnose({ job: ["fail", { ...waiting, ...more }] }).causes).toEqual([cause]);
  });

  test.each([
    [{}, "RESTARTING with 0 of its 4 tasks: 4 of 8 slots are free (its last failure: JobMasterException: gone)"],
    [{ slotsAvailable: 0, rootCause: null }, "RESTARTING with 0 of its 4 tasks: all 8 slots are taken"],
    [
      { state: "CREATED", tasksTotal: 0, taskManagers: 0, slotsTotal: 0, slotsAvailable: 0, rootCause: null },
      "CREATED: there is no TaskManager that could run them",
    ],
  ])("%j: what it waits for is said", (more, words) => {
    const { because } = diagnose({ job: ["fail", { ...waiting, ...more }] });
    expect(because["job-waits"]).toBe(`It is ${words}.`);
  });
});

test("a lag above half an hour pages the secondary, a job that fails again and again the data platform team", () => {
  expect(diagnose({ lag: ["fail", { maxLagSeconds: 1_800 }] }).pages).toEqual([]);
  expect(diagnose({ lag: ["fail", { maxLagSeconds: 1_801 }] }).pages).toEqual(["secondary"]);
  expect(diagnose({ job: ["fail", { restarts: 3 }] }).pages).toEqual(["data-platform"]);
  expect(diagnose({ job: ["fail", { state: "RESTARTING", restarts: 1 }] }).pages).toEqual(["data-platform"]);
  expect(diagnose({ job: ["inconclusive", { state: "RESTARTING", restarts: 1 }] }).pages).toEqual([]);
});

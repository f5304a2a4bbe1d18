import { describe, expect, test } from "vitest";
import type { FlinkCheckpointConfig, FlinkCheckpoints, FlinkJob } from "../../../src/clients/flink-client.ts";
import { checkpoint, checkpoints, failedCheckpoint, job } from "./fixtures.ts";
import { ended, judge, pending } from "./judged-checkpoints.ts";

describe("the summary", () => {
  const silent = { ...failedCheckpoint(2, 5_000), failureMessage: null };
  test.each<[string, FlinkCheckpoints, Partial<FlinkCheckpointConfig>, FlinkJob, string, string]>([
    [
      "the newest failed, and why",
      checkpoints(failedCheckpoint(2, 5_000), checkpoint(1, ended(65_000))),
      {},
      job(),
      "fail",
      "1 failed in 15 min: Checkpoint expired before completing.; the last one completed 65 s ago",
    ],
    [
      "where nobody says why",
      checkpoints(silent, checkpoint(1, ended(65_000))),
      {},
      job(),
      "fail",
      "1 failed in 15 min; the last one completed 65 s ago",
    ],
    [
      "a slow one, beside which nothing else counts",
      checkpoints(checkpoint(1, ended(400_000, 12_000))),
      {},
      job(),
      "fail",
      "slow: 12 s of at most 20 s; the last one completed 7 min ago",
    ],
    [
      "a stale one",
      checkpoints(checkpoint(1, ended(400_000))),
      {},
      job(),
      "fail",
      "the last one completed 7 min ago (limit 3 min)",
    ],
    [
      "of a job that is over",
      checkpoints(checkpoint(1, ended(400_000))),
      {},
      job({ state: "FINISHED" }),
      "inconclusive",
      "the job is FINISHED; the last one completed 7 min ago (limit 3 min)",
    ],
    [
      "periodic ones are off, even if one completed",
      checkpoints(checkpoint(1, ended(5_000))),
      { intervalMs: null },
      job(),
      "inconclusive",
      "periodic checkpoints are off: nothing is kept, and no offset is committed",
    ],
    [
      "the first is under way",
      checkpoints(pending(1, 4_000)),
      {},
      job({}, 30_000),
      "inconclusive",
      "none has completed yet",
    ],
    [
      "what the last one took is not what the next one takes so far",
      checkpoints(pending(2, 9_000), checkpoint(1, ended(60_000, 3_000))),
      {},
      job(),
      "pass",
      "the last one completed 60 s ago, took 3 s",
    ],
  ])("%s", (_what, of, config, one, verdict, summary) => {
    expect(judge(of, config, one)).toMatchObject({ verdict, summary });
  });

  test("a failure's words are kept without values, and no longer than a line", () => {
    const message = `cannot store 'part-4711': ${"word ".repeat(60)}`;
    const { observed } = judge(checkpoints({ ...failedCheckpoint(1, 5_000), failureMessage: message }));
    expect(String(observed["failureMessage"])).toMatch(/^cannot store '<\*>': word /);
    expect(String(observed["failureMessage"])).toHaveLength(160);
  });
});

import { MINUTE_MS, SECOND_MS } from "../../world/time.ts";
import { WELL } from "../../streaming/streaming-fault.ts";
import type { Fault } from "../fault.ts";
import { from, STREAMING_LAG } from "./onset.ts";

const FAILS_MS = -340 * SECOND_MS;
const BROKEN = "An Exception occurred while triggering the checkpoint. IO-problem detected.";

export const checkpointsFailing: Fault = {
  name: "checkpoints-failing",
  description: "The checkpoint storage is full: the job reads on, and nothing is committed to Kafka any more.",
  runbook: STREAMING_LAG,
  expected: { outcome: "problem", cause: "checkpoints-failing", proposal: "repair-checkpoints" },
  streaming: { job: from(FAILS_MS, { checkpoint: { ...WELL.checkpoint, failure: BROKEN } }) },
};

export const nearCheckpointsFailing: Fault = {
  name: "near-checkpoints-failing",
  description: "Some checkpoints failed twenty minutes ago; since then they complete.",
  runbook: STREAMING_LAG,
  nearMissOf: "checkpoints-failing",
  expected: { outcome: "healthy", cause: null, proposal: null },
  streaming: {
    job: ({ sinceStartMs }) =>
      sinceStartMs >= -20 * MINUTE_MS && sinceStartMs < -19 * MINUTE_MS
        ? { checkpoint: { ...WELL.checkpoint, failure: BROKEN } }
        : {},
  },
};

export const checkpointsSlow: Fault = {
  name: "checkpoints-slow",
  description:
    "The state grew: a checkpoint takes 13 s of its 20 s and stops the tasks for most of them; the next one begins at once.",
  runbook: STREAMING_LAG,
  expected: { outcome: "problem", cause: "checkpoints-slow", proposal: "relax-checkpoints" },
  streaming: {
    job: from(-44 * MINUTE_MS, {
      checkpoint: { durationMs: 13 * SECOND_MS, pauses: 0.78, failure: null, stateBytes: 41_000_000_000 },
    }),
  },
};

/** Half of what the records need, and so many of them under way that a barrier waits long. */
export const nearCheckpointsSlow: Fault = {
  name: "near-checkpoints-slow",
  description:
    "The transform is too slow, and so barriers wait behind its records: checkpoints are slow, but not by themselves.",
  runbook: STREAMING_LAG,
  nearMissOf: "checkpoints-slow",
  expected: { outcome: "problem", cause: "backpressure", proposal: "increase-parallelism" },
  streaming: { job: from(-54 * MINUTE_MS, { recordsPerSecond: 225, buffered: 6000 }) },
};

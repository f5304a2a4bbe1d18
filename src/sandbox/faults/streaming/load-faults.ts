import { MINUTE_MS, SECOND_MS } from "../../world/time.ts";
import { WELL } from "../../streaming/streaming-fault.ts";
import type { Fault } from "../fault.ts";
import { cancelled, from, runAgain, STREAMING_LAG } from "./onset.ts";

const HEALTHY = { outcome: "healthy", cause: null, proposal: null } as const;
const TOO_SLOW = { outcome: "problem", cause: "backpressure", proposal: "increase-parallelism" } as const;
const ONSET_MS = -54 * MINUTE_MS;
/** Two subtasks then do nine tenths of what comes in. */
const SLOW_PER_SECOND = 225;

export const backpressure: Fault = {
  name: "backpressure",
  description: "A lookup that the transform makes for every record became slow: two subtasks cannot keep up.",
  runbook: STREAMING_LAG,
  expected: TOO_SLOW,
  streaming: { job: from(ONSET_MS, { recordsPerSecond: SLOW_PER_SECOND }) },
};

export const backpressureAdaptive: Fault = {
  name: "backpressure-adaptive",
  description: "The same on a cluster whose scheduler can rescale a job while it runs.",
  runbook: STREAMING_LAG,
  expected: TOO_SLOW,
  streaming: { scheduler: "Adaptive", job: from(ONSET_MS, { recordsPerSecond: SLOW_PER_SECOND }) },
};

export const rescaleSlowsCheckpoints: Fault = {
  name: "rescale-slows-checkpoints",
  description:
    "The transform is too slow, and more subtasks would do; but the storage of the checkpoints cannot take what more than two of them write.",
  runbook: STREAMING_LAG,
  expected: { ...TOO_SLOW, breaks: "checkpoints" },
  streaming: {
    job: ({ sinceStartMs, parallelism }) => ({
      ...(sinceStartMs < ONSET_MS ? {} : { recordsPerSecond: SLOW_PER_SECOND }),
      ...((parallelism ?? 0) <= 2 ? {} : { checkpoint: { ...WELL.checkpoint, durationMs: 13 * SECOND_MS } }),
    }),
  },
};

export const nearBackpressure: Fault = {
  name: "near-backpressure",
  description:
    "After nine minutes of outage the job catches up: it is held back as it reads all it can, and the lag falls.",
  runbook: STREAMING_LAG,
  nearMissOf: "backpressure",
  expected: { outcome: "problem", cause: "backlog-shrinks", proposal: "silence-alert" },
  streaming: {
    job: from(-20 * MINUTE_MS, { recordsPerSecond: 650 }),
    steps: [cancelled(-11 * MINUTE_MS), runAgain(-106 * SECOND_MS)],
  },
};

export const nearBacklogShrinks: Fault = {
  name: "near-backlog-shrinks",
  description:
    "After six minutes of outage the job reads all it can, which is what comes in and hardly more: it stays behind.",
  runbook: STREAMING_LAG,
  nearMissOf: "backlog-shrinks",
  expected: TOO_SLOW,
  streaming: {
    job: from(-20 * MINUTE_MS, { recordsPerSecond: 262 }),
    steps: [cancelled(-10 * MINUTE_MS), runAgain(-4 * MINUTE_MS)],
  },
};

export const keySkew: Fault = {
  name: "key-skew",
  description:
    "Nine of ten records have one and the same key: one subtask does all the work, and more of them would not help.",
  runbook: STREAMING_LAG,
  expected: { outcome: "problem", cause: "key-skew", proposal: "spread-keys" },
  streaming: { job: from(ONSET_MS, { recordsPerSecond: 405, hotShare: 0.9 }) },
};

export const nearKeySkew: Fault = {
  name: "near-key-skew",
  description: "One partition gets three times what the others get, but all subtasks are equally busy, and too slow.",
  runbook: STREAMING_LAG,
  nearMissOf: "key-skew",
  expected: TOO_SLOW,
  streaming: {
    input: ({ partition }) => (partition === 0 ? 2.6 : 0.72),
    job: from(ONSET_MS, { recordsPerSecond: SLOW_PER_SECOND }),
  },
};

export const inputSpike: Fault = {
  name: "input-spike",
  description: "Four and a half times the usual records come in, more than the job can do.",
  runbook: STREAMING_LAG,
  expected: { outcome: "problem", cause: "traffic-spike", proposal: "increase-parallelism" },
  streaming: { input: (_, sinceStartMs) => (sinceStartMs >= -51 * MINUTE_MS ? 4.5 : 1) },
};

export const nearInputSpike: Fault = {
  name: "near-input-spike",
  description: "Twice the usual records come in, and the job keeps up.",
  runbook: STREAMING_LAG,
  nearMissOf: "traffic-spike",
  expected: HEALTHY,
  streaming: { input: (_, sinceStartMs) => (sinceStartMs >= -340 * SECOND_MS ? 2 : 1) },
};

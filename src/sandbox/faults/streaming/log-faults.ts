import { MINUTE_MS, SECOND_MS } from "../../world/time.ts";
import { WELL } from "../../streaming/streaming-fault.ts";
import type { Fault } from "../fault.ts";
import { cancelled, from, STREAMING_LAG } from "./onset.ts";

const HEALTHY = { outcome: "healthy", cause: null, proposal: null } as const;
const ONSET_MS = -340 * SECOND_MS;
const RETENTION_MS = 6 * MINUTE_MS;

export const consumerStuck: Fault = {
  name: "consumer-stuck",
  description: "One partition is assigned and not read, while all others are and checkpoints complete.",
  runbook: STREAMING_LAG,
  expected: { outcome: "problem", cause: "consumer-stuck", proposal: "restart-job" },
  streaming: { job: from(ONSET_MS, { unread: [{ topic: "booking-events", partition: 3 }] }) },
};

export const nearConsumerStuck: Fault = {
  name: "near-consumer-stuck",
  description: "Nothing is written to one partition any more: its offsets stand still, and nothing waits there.",
  runbook: STREAMING_LAG,
  nearMissOf: "consumer-stuck",
  expected: HEALTHY,
  streaming: {
    input: ({ topic, partition }, sinceStartMs) =>
      topic === "booking-events" && partition === 3 && sinceStartMs >= -90 * MINUTE_MS ? 0 : 1,
  },
};

export const hungTransaction: Fault = {
  name: "hung-transaction",
  description: "A producer died with a transaction open: nobody who reads committed records alone gets past it.",
  runbook: STREAMING_LAG,
  expected: { outcome: "problem", cause: "hung-transaction", proposal: "abort-transaction" },
  streaming: { transaction: { topic: "search-events", partition: 2, atMs: ONSET_MS } },
};

export const nearHungTransaction: Fault = {
  name: "near-hung-transaction",
  description: "A producer's transaction takes a minute and a half, as it may.",
  runbook: STREAMING_LAG,
  nearMissOf: "hung-transaction",
  expected: HEALTHY,
  streaming: { transaction: { topic: "search-events", partition: 2, atMs: -40 * SECOND_MS, endMs: 50 * SECOND_MS } },
};

export const dataExpired: Fault = {
  name: "data-expired",
  description: "The job was down for longer than one topic keeps its records: what expired was never read.",
  runbook: STREAMING_LAG,
  expected: { outcome: "problem", cause: "data-expired", proposal: "start-job" },
  streaming: { retentionMs: shortRetention, steps: [cancelled(-7 * MINUTE_MS)] },
};

export const nearDataExpired: Fault = {
  name: "near-data-expired",
  description:
    "No checkpoint completes for longer than one topic keeps its records: what expired was read, but not committed.",
  runbook: STREAMING_LAG,
  nearMissOf: "data-expired",
  expected: { outcome: "problem", cause: "checkpoints-failing", proposal: "repair-checkpoints" },
  streaming: {
    retentionMs: shortRetention,
    job: from(-7 * MINUTE_MS, {
      checkpoint: {
        ...WELL.checkpoint,
        failure: "An Exception occurred while triggering the checkpoint. IO-problem detected.",
      },
    }),
  },
};

function shortRetention(topic: string, sinceStartMs: number): number | undefined {
  return topic === "booking-events" && sinceStartMs >= -30 * MINUTE_MS ? RETENTION_MS : undefined;
}

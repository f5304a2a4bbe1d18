import type { FlinkCheckpointConfig, FlinkCheckpoints, FlinkJob } from "../../../src/clients/flink-client.ts";
import { judgeCheckpoints } from "../../../src/probes/flink/judge-checkpoints.ts";
import { checkpoint, choice, CONFIG, job, NOW } from "./fixtures.ts";

export const RULES = { job: "zip*", windowMs: 900_000, slowShare: 0.5, staleIntervals: 3, maxFailed: 1 };
export const MINUTE = 60_000;

export function judge(
  of: FlinkCheckpoints,
  config: Partial<FlinkCheckpointConfig> = {},
  one: FlinkJob = job(),
  rules = RULES,
) {
  const detail = { job: one, checkpoints: of, config: { ...CONFIG, ...config } };
  return judgeCheckpoints({ choice: choice(), detail }, rules);
}
export const ended = (agoMs: number, durationMs = 1_000) => ({ triggeredAtMs: NOW - agoMs - durationMs, durationMs });
export const pending = (id: number, agoMs: number) =>
  checkpoint(id, { status: "IN_PROGRESS", triggeredAtMs: NOW - agoMs, durationMs: null });

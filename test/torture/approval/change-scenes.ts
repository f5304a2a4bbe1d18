import type { JsonObject } from "../../../src/core/json.ts";

/** One action, so asked that it can be planned on the sandbox in this fault. */
export interface ChangeScene {
  readonly action: string;
  readonly args: JsonObject;
  readonly fault: string;
}

const DEPLOYMENT = "feature-api";
const JOB = "zipline-streaming";

/** Every action of bigops, and its inverse where it has one. */
export const changeScenes: readonly ChangeScene[] = [
  { action: "kubernetes.rollout-undo", args: { deployment: DEPLOYMENT }, fault: "bad-rollout" },
  { action: "kubernetes.rollout-restart", args: { deployment: DEPLOYMENT }, fault: "none" },
  { action: "kubernetes.scale", args: { deployment: DEPLOYMENT, replicas: 6 }, fault: "none" },
  { action: "kubernetes.service-selector", args: { service: "kv-store", set: { role: "replica" } }, fault: "none" },
  {
    action: "kubernetes.config",
    args: { configMap: DEPLOYMENT, key: "cache.l2.ttl", factor: 2, as: "duration", deployment: DEPLOYMENT },
    fault: "none",
  },
  { action: "flink.run", args: { job: JOB }, fault: "job-not-running" },
  { action: "flink.rescale", args: { job: JOB, parallelism: 3 }, fault: "backpressure-adaptive" },
  { action: "flink.checkpointing", args: { job: JOB, interval: "5m", timeout: "15m" }, fault: "none" },
  {
    action: "alertmanager.silence",
    args: { matchers: { alertname: "FeatureStoreDown" }, for: "1h", reason: "it is being worked on" },
    fault: "bad-rollout",
  },
  { action: "manual", args: { summary: "raise the limit", instructions: ["kubectl set resources"] }, fault: "none" },
];

import type { Subject } from "./subject.ts";

const DEPLOYMENT = "feature-api";
const JOB = "zipline-streaming";
const RATIO =
  "(sum(rate(feature_lookup_errors_total[2m])) or 0 * sum(rate(feature_lookups_total[2m]))) / sum(rate(feature_lookups_total[2m]))";

/** Every probe, so asked that it passes in a healthy world, and every action that reads, so asked that it can be planned. */
export const subjects: readonly Subject[] = [
  probe("kubernetes", "kubernetes.pods", { deployment: DEPLOYMENT }, { sick: "unschedulable" }),
  probe(
    "kubernetes",
    "kubernetes.rollout",
    { deployment: DEPLOYMENT },
    {
      expect: { pass: 'status == "complete"', fail: 'status != "complete"' },
      sick: "bad-rollout",
    },
  ),
  probe(
    "kubernetes",
    "kubernetes.logs",
    { deployment: DEPLOYMENT, tail: 5_000 },
    { expect: { fail: "errors > 100000" } },
  ),
  probe("kubernetes", "kubernetes.endpoints", { service: "kv-store" }, { sick: "kv-store-down" }),
  probe("kubernetes", "kubernetes.nodes", {}, { sick: "disk-pressure" }),
  probe("endpoint", "http.health", { endpoint: "asked" }, { sick: "kv-store-down" }),
  probe("prometheus", "prometheus.query", { query: RATIO }, { expect: { fail: "value > 0.1" }, sick: "bad-rollout" }),
  probe(
    "prometheus",
    "prometheus.baseline",
    { query: "sum(rate(feature_lookups_total[2m]))", against: ["10m", "20m"] },
    { expect: { fail: "ratio > 2" } },
  ),
  probe("prometheus", "prometheus.distribution", {
    query: "sum by (feature_group) (rate(feature_lookups_total[2m]))",
    label: "feature_group",
  }),
  probe(
    "alertmanager",
    "alertmanager.alerts",
    { matchers: { alertname: "FeatureStoreDown" } },
    { sick: "bad-rollout" },
  ),
  probe("flink", "flink.job", { job: JOB }, { sick: "job-not-running" }),
  probe("flink", "flink.backpressure", { job: JOB }, { sick: "backpressure" }),
  probe("flink", "flink.checkpoints", { job: JOB }, { sick: "checkpoints-failing" }),
  probe(
    "kafka",
    "kafka.consumer-lag",
    { group: "zipline-consumer", rateWindow: "0s" },
    { expect: { fail: "maxLagSeconds > 300" }, sick: "consumer-stuck" },
  ),
  probe("shell", "command", { run: ["asked"] }),
  action("kubernetes", "kubernetes.rollout-undo", { deployment: DEPLOYMENT }),
  action("kubernetes", "kubernetes.rollout-restart", { deployment: DEPLOYMENT }),
  action("kubernetes", "kubernetes.scale", { deployment: DEPLOYMENT, replicas: 6 }),
  action("kubernetes", "kubernetes.config", {
    configMap: DEPLOYMENT,
    key: "cache.l2.ttl",
    factor: 2,
    as: "duration",
    deployment: DEPLOYMENT,
  }),
  action("kubernetes", "kubernetes.service-selector", { service: "kv-store", set: { role: "replica" } }),
  action("flink", "flink.run", { job: JOB }, "job-not-running"),
  action("flink", "flink.rescale", { job: JOB, parallelism: 3 }),
  action("flink", "flink.checkpointing", { job: JOB, interval: "5m", timeout: "15m" }),
  action(
    "alertmanager",
    "alertmanager.silence",
    { matchers: { alertname: "FeatureStoreDown" }, for: "1h", reason: "it is being worked on" },
    "bad-rollout",
  ),
];

function probe(
  door: Subject["door"],
  type: string,
  args: Subject["args"],
  more: Pick<Subject, "expect" | "sick"> = {},
): Subject {
  return { kind: "probe", type, door, args, world: "none", ...more };
}

function action(door: Subject["door"], type: string, args: Subject["args"], world: Subject["world"] = "none"): Subject {
  return { kind: "action", type, door, args, world };
}

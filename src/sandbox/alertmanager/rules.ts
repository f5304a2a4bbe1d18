import { HOUR_MS, MINUTE_MS } from "../world/time.ts";

/** An alerting rule as Prometheus has them; its labels and `expr` make the alerts, one for each series that the expression returns. */
export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly forMs: number;
  readonly severity: "critical" | "high" | "medium";
  readonly summary: string;
  /** Where its runbook is written down; absent: its annotations do not say. */
  readonly runbook?: string;
}

const FAILED_LOOKUPS = "sum(rate(feature_lookup_errors_total[2m])) / sum(rate(feature_lookups_total[2m]))";
const PREDICTIONS = "sum(rate(predictions_total[1m]))";
const FAILED_PREDICTIONS = `(sum(rate(prediction_errors_total[1m])) or 0 * ${PREDICTIONS})`;
const STREAM_WRITES = 'sum(rate(feature_writes_total{source_type="stream"}[2m]))';

/** The platform's thirteen alerts, by severity. Their windows are shorter than in production, as a fault of the sandbox is minutes old. */
export const alertRules: readonly AlertRule[] = [
  {
    alert: "FeatureStoreDown",
    expr: `${FAILED_LOOKUPS} > 0.1`,
    forMs: 2 * MINUTE_MS,
    severity: "critical",
    summary: "Feature store error rate > 10%",
    runbook: "https://runbooks.internal/feature-store-down",
  },
  {
    alert: "PredictionServiceDown",
    expr: `${PREDICTIONS} - ${FAILED_PREDICTIONS} <= 0.01 * ${PREDICTIONS}`,
    forMs: MINUTE_MS,
    severity: "critical",
    summary: "No successful predictions",
  },
  {
    alert: "ModelLoadFailure",
    expr: "model_replicas_ready == 0 and model_replicas_desired > 0",
    forMs: MINUTE_MS,
    severity: "critical",
    summary: "A model fails to load on all replicas",
  },
  {
    alert: "StreamingPipelineDown",
    expr: `${STREAM_WRITES} == 0`,
    forMs: MINUTE_MS,
    severity: "critical",
    summary: "The streaming pipeline writes nothing",
  },
  {
    alert: "FeatureLatencyHigh",
    expr: "histogram_quantile(0.99, sum by (le) (rate(feature_lookup_latency_seconds_bucket[2m]))) > 0.015",
    forMs: MINUTE_MS,
    severity: "high",
    summary: "Feature lookup P99 latency > 15ms",
  },
  {
    alert: "PredictionLatencyHigh",
    expr: "histogram_quantile(0.99, sum by (model, le) (rate(prediction_latency_seconds_bucket[2m]))) > 0.05",
    forMs: MINUTE_MS,
    severity: "high",
    summary: "Prediction P99 latency > 50ms",
  },
  {
    alert: "FeatureStaleness",
    expr: "time() - max by (feature_group) (feature_last_update_timestamp) > 1800",
    forMs: MINUTE_MS,
    severity: "high",
    summary: "Features are more than 30 min old",
  },
  {
    alert: "DAGFailureRate",
    expr: "sum by (pipeline) (increase(dag_failures_total[5m])) / sum by (pipeline) (increase(dag_executions_total[5m])) > 0.2",
    forMs: MINUTE_MS,
    severity: "high",
    summary: "More than 20% of a pipeline's DAGs fail",
  },
  {
    alert: "CacheHitRateLow",
    expr: "avg by (level) (feature_cache_hit_rate) < 0.5",
    forMs: 2 * MINUTE_MS,
    severity: "high",
    summary: "Cache hit rate < 50%",
  },
  {
    alert: "StreamingLagHigh",
    expr: "max(feature_streaming_lag_seconds) > 300",
    forMs: MINUTE_MS,
    severity: "medium",
    summary: "Kafka lag > 5 min",
  },
  {
    alert: "DiskUsageHigh",
    expr: "max by (node) (1 - node_filesystem_avail_bytes / node_filesystem_size_bytes) > 0.8",
    forMs: MINUTE_MS,
    severity: "medium",
    summary: "A node's disk is more than 80% full",
  },
  {
    alert: "ReplicaUnhealthy",
    expr: "model_replicas_ready < model_replicas_desired - 1",
    forMs: MINUTE_MS,
    severity: "medium",
    summary: "Fewer than N-1 replicas are ready",
  },
  {
    alert: "BackfillSlow",
    expr: "max by (feature_group) (feature_backfill_duration_seconds) > 2 * max by (feature_group) (feature_backfill_duration_seconds offset 1h)",
    forMs: MINUTE_MS,
    severity: "medium",
    summary: "A backfill takes more than twice as long as before",
  },
];

/** So far back before the world's start are the rules evaluated: alerts that are older began there. */
export const RULES_BEGIN_MS = HOUR_MS / 2;

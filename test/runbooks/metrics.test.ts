import { expect, test } from "vitest";
import { shippedChecks, shippedRunbooks } from "../lab/prometheus/shipped-checks.ts";

/** The metrics of the platform's observability design, its tables and its runbooks; histograms by their own name. */
const DESIGN = [
  "feature_store_cpu_usage",
  "feature_store_memory_usage",
  "feature_store_queue_depth",
  "feature_store_connection_pool_usage",
  "feature_lookup_errors_total",
  "feature_backfill_failures_total",
  "feature_lookups_total",
  "feature_writes_total",
  "feature_lookup_errors_rate",
  "feature_freshness_violations",
  "feature_lookup_latency_seconds",
  "feature_backfill_duration_seconds",
  "feature_last_update_timestamp",
  "feature_streaming_lag_seconds",
  "feature_batch_job_delay_hours",
  "feature_online_offline_consistency",
  "predictions_total",
  "prediction_errors_total",
  "prediction_latency_seconds",
  "model_memory_bytes",
  "model_queue_depth",
  "model_replicas_ready",
  "prediction_score_distribution",
  "feature_input_distribution",
  "prediction_feedback_labels",
  "model_accuracy_online",
  "dag_executions_total",
  "dag_failures_total",
  "dag_duration_seconds",
  "task_duration_seconds",
  "dag_queue_depth",
  "feature_cache_hit_rate",
  "kv_read_latency_seconds",
  "flink_taskmanager_backpressured",
  "flink_checkpoint_duration_seconds",
];

/** What every cluster has: kube-state-metrics and the node exporter. */
const STANDARD = /^(?:kube|node)_[a-z0-9_]+$/;

/** A metric by the name that a table gives it: a histogram is read by its buckets, its sum and its count. */
function designName(metric: string): string {
  const base = metric.replace(/_(?:bucket|sum|count)$/, "");
  return DESIGN.includes(base) ? base : metric;
}

test("shipped queries read the design's metrics and those of standard exporters alone", () => {
  const read = shippedRunbooks.flatMap((runbook) =>
    shippedChecks(runbook).flatMap(({ id, metrics }) => {
      expect(metrics, `${runbook.name}, ${id}`).not.toEqual([]);
      return metrics.map((metric) => ({ where: `${runbook.name}, ${id}`, metric }));
    }),
  );
  expect(read.filter(({ metric }) => !DESIGN.includes(designName(metric)) && !STANDARD.test(metric))).toEqual([]);
  expect(new Set(read.map(({ metric }) => metric)).size).toBeGreaterThanOrEqual(20);
});

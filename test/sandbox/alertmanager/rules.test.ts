import { expect, test } from "vitest";
import { alertRules } from "../../../src/sandbox/alertmanager/rules.ts";
import { testSandbox } from "../harness.ts";

/** A fault that each alert is for. */
const FAULT_OF: Readonly<Record<string, string>> = {
  FeatureStoreDown: "kv-store-down",
  PredictionServiceDown: "prediction-bad-release",
  ModelLoadFailure: "model-bad-version",
  StreamingPipelineDown: "job-not-running",
  FeatureLatencyHigh: "kv-slow",
  PredictionLatencyHigh: "serving-saturated",
  FeatureStaleness: "stale-batch-late",
  DAGFailureRate: "dag-one-pipeline",
  CacheHitRateLow: "cache-ttl-short",
  StreamingLagHigh: "backpressure",
  DiskUsageHigh: "disk-one-node",
  ReplicaUnhealthy: "replica-bad-release",
  BackfillSlow: "backfill-retries",
};

async function firing(fault: string, alertname: string): Promise<readonly string[]> {
  await using started = await testSandbox({ fault });
  const filter = encodeURIComponent(`alertname="${alertname}"`);
  const response = await fetch(`${started.sandbox.alertmanagerUrl}/api/v2/alerts?filter=${filter}`);
  const alerts = (await response.json()) as readonly { labels: { alertname: string } }[];
  return [...new Set(alerts.map(({ labels }) => labels.alertname))];
}

test("there is a rule for each alert", () => {
  expect(alertRules.map(({ alert }) => alert).sort()).toEqual(Object.keys(FAULT_OF).sort());
});

test.each(Object.entries(FAULT_OF))("%s fires in %s", { timeout: 60_000 }, async (alert, fault) => {
  expect(await firing(fault, alert)).toEqual([alert]);
});

test("where all is well nothing fires", { timeout: 60_000 }, async () => {
  await using started = await testSandbox({ fault: "none" });
  started.pass(120);
  expect(await (await fetch(`${started.sandbox.alertmanagerUrl}/api/v2/alerts`)).json()).toEqual([]);
});

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { actions } from "../../src/actions/index.ts";
import { resolveAlert } from "../../src/core/alerts/resolve-alert.ts";
import { parseRunbook } from "../../src/core/runbook/parse-runbook.ts";
import { formatProblems } from "../../src/core/source/problem.ts";
import { probes } from "../../src/probes/index.ts";
import { alertRules } from "../../src/sandbox/alertmanager/rules.ts";

const folder = new URL("../../runbooks/", import.meta.url);

const shipped = readdirSync(folder).map((file) => {
  const parsed = parseRunbook(readFileSync(new URL(file, folder), "utf8"), file, { probes, actions });
  if (!parsed.ok) throw new Error(formatProblems(parsed.problems));
  return parsed.runbook;
});

/** The alerts of the platform's design with their severity, and what answers each. */
const DESIGN = [
  ["FeatureStoreDown", "P1", "feature-store-down"],
  ["PredictionServiceDown", "P1", "prediction-down"],
  ["ModelLoadFailure", "P1", "model-load-failure"],
  ["StreamingPipelineDown", "P1", "streaming-lag"],
  ["FeatureLatencyHigh", "P2", "latency"],
  ["PredictionLatencyHigh", "P2", "latency"],
  ["FeatureStaleness", "P2", "feature-staleness"],
  ["DAGFailureRate", "P2", "dag-failure"],
  ["CacheHitRateLow", "P2", "cache-hit-rate"],
  ["StreamingLagHigh", "P3", "streaming-lag"],
  ["DiskUsageHigh", "P3", "disk-usage"],
  ["ReplicaUnhealthy", "P3", "replica-unhealthy"],
  ["BackfillSlow", "P3", "backfill-slow"],
] as const;

describe("the alerts of the design", () => {
  it.each(DESIGN)("%s is %s and leads to %s alone", (name, severity, runbook) => {
    const found = resolveAlert(name, {}, shipped);
    expect(found).toMatchObject({ kind: "one", runbook: { name: runbook }, alert: { severity } });
    expect(shipped.filter(({ alerts }) => alerts.some((alert) => alert.name === name))).toHaveLength(1);
  });

  it("are all that the shipped runbooks answer, and all that the sandbox fires", () => {
    const names = DESIGN.map(([name]) => name).toSorted();
    expect(shipped.flatMap(({ alerts }) => alerts.map(({ name }) => name)).toSorted()).toEqual(names);
    expect(alertRules.map(({ alert }) => alert).toSorted()).toEqual(names);
  });
});

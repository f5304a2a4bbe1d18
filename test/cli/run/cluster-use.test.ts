import { expect, test } from "vitest";
import { clusterUse } from "../../../src/cli/run/needs-kubernetes.ts";
import type { Runbook } from "../../../src/core/runbook/runbook.ts";
import { sampleRunbook } from "../../core/run/sample-runbook.ts";

function withActions(actions: readonly string[], escalates: boolean): Runbook {
  const [sample] = sampleRunbook.mitigation;
  if (sample === undefined) throw new Error("the sample has no mitigation");
  const mitigation = actions.map((action) => ({ ...sample, action }));
  return { ...sampleRunbook, mitigation, escalation: escalates ? sampleRunbook.escalation : [] };
}

test.each([
  ["a change of the cluster", withActions(["kubernetes.scale"], true), "needed", "needed"],
  ["a change elsewhere", withActions(["flink.run"], false), "for-leases", "none"],
  ["pages alone", withActions([], true), "for-leases", "none"],
  ["what a person does, and no page", withActions(["manual"], false), "none", "none"],
] as const)("%s", (_, runbook, inRun, inDryRun) => {
  expect(clusterUse(runbook, "run")).toBe(inRun);
  expect(clusterUse(runbook, "dry-run")).toBe(inDryRun);
});

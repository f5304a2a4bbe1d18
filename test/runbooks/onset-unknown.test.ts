import { expect, test } from "vitest";
import type { CheckResult } from "../../src/core/check/check-result.ts";
import type { JsonObject } from "../../src/core/json.ts";
import { evaluateCauses } from "../../src/core/runbook/diagnosis.ts";
import { resolveParameters } from "../../src/core/runbook/resolve-parameters.ts";
import { result } from "../core/runbook/results.ts";
import { shippedRunbook } from "./drills/drilled.ts";

const CHANGED_AT = "2026-03-01T03:00:00Z";
const ROLLOUT = {
  hasPredecessor: true,
  restartOnly: false,
  changedAt: CHANGED_AT,
  revision: 8,
  imageChange: null,
  status: "complete",
};
const WORKERS = {
  allReady: true,
  unhealthyOnlyInNewRevision: false,
  firstUnhealthyAt: null,
  ready: 3,
  desired: 3,
  reasons: {},
};
const inTroubleSince = (firstUnhealthyAt: string) => ({
  ...WORKERS,
  allReady: false,
  unhealthyOnlyInNewRevision: true,
  firstUnhealthyAt,
  ready: 0,
});

/** The release came ten minutes before the trouble, or after it; or how long before what was looked at it began, nobody knows. */
const onsets = [
  ["ten minutes after the release", { onsetAt: "2026-03-01T03:10:00Z", breachedAt: null }, true],
  ["before the release", { onsetAt: "2026-03-01T02:50:00Z", breachedAt: null }, false],
  ["when nobody knows", { onsetAt: null, breachedAt: null }, "unknown"],
  ["at the latest after the release", { onsetAt: null, breachedAt: "2026-03-01T03:10:00Z" }, "unknown"],
  ["at the latest before the release", { onsetAt: null, breachedAt: "2026-03-01T02:50:00Z" }, false],
] as const;

function truthOf(name: string, cause: string, seen: Readonly<Record<string, readonly ["pass" | "fail", JsonObject]>>) {
  const runbook = shippedRunbook(name);
  const results = new Map<string, CheckResult>(
    runbook.investigation.map(({ id }) => [id, result(seen[id]?.[0] ?? "pass", seen[id]?.[1] ?? {})]),
  );
  const resolved = resolveParameters(runbook, {}, {});
  if (!resolved.ok) throw new Error(resolved.problems.join("\n"));
  return evaluateCauses(runbook, results, resolved.parameters).find(({ id }) => id === cause)?.truth;
}

test.each(onsets)("dag-failure: it began %s", (_name, began, truth) => {
  const seen = {
    failures: ["fail", began],
    workers: ["pass", WORKERS],
    rollout: ["pass", ROLLOUT],
  } as const;
  expect(truthOf("dag-failure", "bad-rollout", seen)).toBe(truth);
});

test.each(onsets)("backfill-slow: it began %s", (_name, began, truth) => {
  const seen = {
    groups: ["fail", began],
    "retries-made": ["fail", {}],
    workers: ["pass", WORKERS],
    rollout: ["pass", ROLLOUT],
  } as const;
  expect(truthOf("backfill-slow", "bad-rollout", seen)).toBe(truth);
});

test.each(onsets)("cache-hit-rate: it began %s", (_name, began, truth) => {
  const seen = { l1: ["fail", { ...began, value: 0.2 }], rollout: ["pass", ROLLOUT] } as const;
  expect(truthOf("cache-hit-rate", "warming-up", seen)).toBe(truth);
});

/** Nobody knows since when it fails, but the first worker's trouble began after the release, or before it. */
const troubles = [
  ["after the release", "2026-03-01T03:10:00Z", true, false],
  ["before the release", "2026-03-01T02:50:00Z", false, true],
] as const;

test.each(troubles)(
  "dag-failure, its onset unknown: the workers' trouble began %s",
  (_name, since, release, itself) => {
    const seen = {
      failures: ["fail", { onsetAt: null, breachedAt: null }],
      workers: ["fail", inTroubleSince(since)],
      rollout: ["pass", ROLLOUT],
    } as const;
    expect(truthOf("dag-failure", "bad-rollout", seen)).toBe(release);
    expect(truthOf("dag-failure", "workers-unhealthy", seen)).toBe(itself);
  },
);

test.each(troubles)(
  "backfill-slow, its onset unknown: the workers' trouble began %s",
  (_name, since, release, itself) => {
    const seen = {
      groups: ["fail", { onsetAt: null, breachedAt: null }],
      workers: ["fail", inTroubleSince(since)],
      rollout: ["pass", ROLLOUT],
    } as const;
    expect(truthOf("backfill-slow", "bad-rollout", seen)).toBe(release);
    expect(truthOf("backfill-slow", "workers-unhealthy", seen)).toBe(itself);
  },
);

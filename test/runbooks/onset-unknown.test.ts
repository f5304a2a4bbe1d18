import { expect, test } from "vitest";
import type { CheckResult } from "../../src/core/check/check-result.ts";
import type { JsonObject } from "../../src/core/json.ts";
import { evaluateCauses } from "../../src/core/runbook/diagnosis.ts";
import { undecidedCauses } from "../../src/core/runbook/undecided-causes.ts";
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
  ["ten minutes after the release", { onsetAt: "2026-03-01T03:10:00Z", breachedAt: null, onsetUnread: false }, true],
  ["before the release", { onsetAt: "2026-03-01T02:50:00Z", breachedAt: null, onsetUnread: false }, false],
  ["when nobody knows", { onsetAt: null, breachedAt: null, onsetUnread: false }, "unknown"],
  [
    "at the latest after the release",
    { onsetAt: null, breachedAt: "2026-03-01T03:10:00Z", onsetUnread: false },
    "unknown",
  ],
  ["when the past could not be read", { onsetUnread: true }, "unknown"],
  [
    "at the latest before the release",
    { onsetAt: null, breachedAt: "2026-03-01T02:50:00Z", onsetUnread: false },
    false,
  ],
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

const untold = { onsetAt: null, breachedAt: null, onsetUnread: false };
const unread = { onsetUnread: true };

/** Nobody knows since when it fails, but the first worker's trouble began after the release, or before it. */
const troubles = [
  ["after the release", "2026-03-01T03:10:00Z", true, false, untold],
  ["before the release", "2026-03-01T02:50:00Z", false, true, untold],
  // "where it cannot be told, before the first unhealthy pod" holds where the question was lost, too.
  ["after the release, and the past could not be read", "2026-03-01T03:10:00Z", true, false, unread],
  ["before the release, and the past could not be read", "2026-03-01T02:50:00Z", false, true, unread],
] as const;

test.each(troubles)(
  "dag-failure, its onset unknown: the workers' trouble began %s",
  (_name, since, release, itself, began) => {
    const seen = {
      failures: ["fail", began],
      workers: ["fail", inTroubleSince(since)],
      rollout: ["pass", ROLLOUT],
    } as const;
    expect(truthOf("dag-failure", "bad-rollout", seen)).toBe(release);
    expect(truthOf("dag-failure", "workers-unhealthy", seen)).toBe(itself);
  },
);

test.each(troubles)(
  "backfill-slow, its onset unknown: the workers' trouble began %s",
  (_name, since, release, itself, began) => {
    const seen = {
      groups: ["fail", began],
      workers: ["fail", inTroubleSince(since)],
      rollout: ["pass", ROLLOUT],
    } as const;
    expect(truthOf("backfill-slow", "bad-rollout", seen)).toBe(release);
    expect(truthOf("backfill-slow", "workers-unhealthy", seen)).toBe(itself);
  },
);

/** All pods are ready and serve errors: only the past tells whether the release came before. */
const READY = { noneDesired: false, allReady: true, unhealthyOnlyInNewRevision: false, firstUnhealthyAt: null };

test.each([
  ["ten minutes after the release", onsets[0][1], true],
  ["when the past could not be read", unread, "unknown"],
] as const)("feature-store-down, all pods ready: it began %s", (_name, began, truth) => {
  const seen = {
    "error-rate": ["fail", began],
    pods: ["pass", READY],
    rollout: ["pass", { ...ROLLOUT, configurationChangedAt: null }],
  } as const;
  expect(truthOf("feature-store-down", "bad-rollout", seen)).toBe(truth);
});

test("what was lost is told beside the symptom that nothing explains", () => {
  const runbook = shippedRunbook("feature-store-down");
  const lost = result("fail", unread);
  const note = "since when cannot be told: Prometheus did not tell the past within 9 s";
  const results = new Map<string, CheckResult>([
    ...runbook.investigation.map(({ id }) => [id, result("pass")] as const),
    ["error-rate", { ...lost, notes: [note] }],
    ["pods", result("pass", READY)],
    ["rollout", result("pass", { ...ROLLOUT, configurationChangedAt: null })],
  ]);
  const resolved = resolveParameters(runbook, {}, {});
  if (!resolved.ok) throw new Error(resolved.problems.join("\n"));
  const causes = evaluateCauses(runbook, results, resolved.parameters);
  const told = (unexplained: readonly string[]) => undecidedCauses(runbook, causes, results, unexplained);
  expect(told(["error-rate"])).toEqual([
    { id: "bad-rollout", title: "a release broke feature-api", because: `error-rate: ${note}` },
  ]);
  // Where all is explained, what else it might be is nobody's question.
  expect(told([])).toEqual([]);
});

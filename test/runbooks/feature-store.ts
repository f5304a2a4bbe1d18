import { readFileSync } from "node:fs";
import { actions } from "../../src/actions/index.ts";
import type { CheckResult } from "../../src/core/check/check-result.ts";
import type { Verdict } from "../../src/core/check/verdict.ts";
import type { Json, JsonObject } from "../../src/core/json.ts";
import { evaluateCauses, offeredMitigations, unexplainedSymptoms } from "../../src/core/runbook/diagnosis.ts";
import { parseRunbook } from "../../src/core/runbook/parse-runbook.ts";
import { resolveParameters } from "../../src/core/runbook/resolve-parameters.ts";
import type { Runbook } from "../../src/core/runbook/runbook.ts";
import { formatProblems } from "../../src/core/source/problem.ts";
import { probes } from "../../src/probes/index.ts";
import { result } from "../core/runbook/results.ts";

const file = new URL("../../runbooks/feature-store-down.yaml", import.meta.url);

function read(): Runbook {
  const parsed = parseRunbook(readFileSync(file, "utf8"), "feature-store-down.yaml", { probes, actions });
  if (!parsed.ok) throw new Error(formatProblems(parsed.problems));
  return parsed.runbook;
}

export const runbook = read();

/** Times of one night: lookups fail since `ONSET`. */
const ONSET = "2026-03-01T03:06:40Z";
export const minutesBefore = (minutes: number): string =>
  new Date(Date.parse(ONSET) - minutes * 60_000).toISOString().replace(".000Z", "Z");

const PODS: JsonObject = {
  desired: 4,
  total: 4,
  ready: 4,
  starting: 0,
  unhealthyTotal: 0,
  firstUnhealthyAt: null,
  allReady: true,
  noneDesired: false,
  unhealthyOnlyInNewRevision: false,
  crashing: 0,
  imageUnavailable: 0,
  configurationUnavailable: 0,
  notStarted: 0,
  outOfMemory: 0,
  unschedulable: 0,
  notReady: 0,
  evicted: 0,
  terminating: 0,
  reasons: {},
  revisions: [{ revision: 14, hash: "9f8c", pods: 4, ready: 4 }],
  unhealthy: [],
};

const ROLLOUT: JsonObject = {
  revision: 14,
  previousRevision: 13,
  hasPredecessor: true,
  changedAt: minutesBefore(24 * 60),
  configurationChangedAt: minutesBefore(30 * 24 * 60),
  configurationUnread: 0,
  completedAt: minutesBefore(24 * 60 - 1),
  ageSeconds: 86_400,
  status: "complete",
  restartOnly: false,
  imageChange: "2.4.0 → 2.4.1",
  changesTotal: 1,
  changes: [{ path: "image", from: "2.4.0", to: "2.4.1" }],
  history: [],
};

const HEALTH: JsonObject = { status: 200, latencyMs: 4, reported: "ok", said: "up", replicationLagSeconds: null };
const ENDPOINTS: JsonObject = { ready: 3, notReady: 0, terminating: 0, selector: { app: "kv-store" } };
const QUERY: JsonObject = {
  value: 0.002,
  threshold: 0.1,
  onsetAt: null,
  breachedAt: null,
  onsetUnread: false,
  seriesTotal: 1,
  series: [],
};

/** A check's result, its observation held against the probe's own schema. */
function seen(check: string, verdict: Verdict, observed: JsonObject): CheckResult {
  const type = runbook.investigation.find(({ id }) => id === check)?.probe ?? "";
  probes.get(type)?.observed.parse(observed);
  return result(verdict, observed);
}

export const healthy: Readonly<Record<string, CheckResult>> = {
  "error-rate": seen("error-rate", "pass", QUERY),
  pods: seen("pods", "pass", PODS),
  kv: seen("kv", "pass", HEALTH),
  "kv-endpoints": seen("kv-endpoints", "pass", ENDPOINTS),
  rollout: seen("rollout", "pass", ROLLOUT),
  logs: result("pass"),
  "kv-replica": seen("kv-replica", "pass", HEALTH),
  "kv-replica-endpoints": seen("kv-replica-endpoints", "pass", ENDPOINTS),
};

type Results = Readonly<Record<string, CheckResult>>;

export const errorsHigh = (onsetAt: string | null = ONSET): Results => ({
  "error-rate": seen("error-rate", "fail", { ...QUERY, value: 0.372, onsetAt }),
});

export const release = (beganAt: string, more: JsonObject = {}): Results => ({
  rollout: seen("rollout", "pass", { ...ROLLOUT, changedAt: beganAt, ...more }),
});

/** One of four pods in trouble, of the newest revision unless said otherwise. */
export const podTrouble = (kind: string, reason: string, more: JsonObject = {}): Results => ({
  pods: seen("pods", "fail", {
    ...PODS,
    ready: 3,
    unhealthyTotal: 1,
    allReady: false,
    firstUnhealthyAt: ONSET,
    unhealthyOnlyInNewRevision: true,
    [kind]: 1,
    reasons: { [reason]: 1 },
    unhealthy: [{ name: "feature-api-1", reason, since: ONSET, revision: 14, message: null }],
    ...more,
  }),
});

export const scaledToZero: Results = {
  pods: seen("pods", "fail", { ...PODS, desired: 0, total: 0, ready: 0, allReady: false, noneDesired: true }),
};

export const kvDown: Results = { kv: seen("kv", "fail", { ...HEALTH, status: 503, said: "down" }) };
export const kvUnreachable: Results = { kv: result("inconclusive", {}, "unreachable") };
export const noKvEndpoints: Results = {
  "kv-endpoints": seen("kv-endpoints", "fail", { ...ENDPOINTS, ready: 0, notReady: 3 }),
};

/** What the runbook makes of a healthy platform with these differences. */
export function diagnose(differences: readonly Results[], given: Readonly<Record<string, string>> = {}) {
  const resolved = resolveParameters(runbook, {}, given);
  if (!resolved.ok) throw new Error(resolved.problems.join("\n"));
  const parameters: Readonly<Record<string, Json>> = resolved.parameters;
  const results = new Map(Object.entries(Object.assign({}, healthy, ...differences) as Results));
  const causes = evaluateCauses(runbook, results, parameters);
  const offered = offeredMitigations(runbook, causes, results, parameters);
  return {
    causes: causes.filter(({ truth }) => truth === true).map(({ id }) => id),
    unknown: causes.filter(({ truth }) => truth === "unknown").map(({ id }) => id),
    mitigations: offered.flatMap(({ mitigation }) => (mitigation.insteadOf === undefined ? [mitigation.id] : [])),
    /** What comes only when another turned out impossible. */
    standIns: offered.flatMap(({ mitigation: { id, insteadOf } }) =>
      insteadOf === undefined ? [] : [`${id} instead of ${insteadOf}`],
    ),
    offered,
    unexplained: unexplainedSymptoms(runbook, causes, results),
    because: Object.fromEntries(causes.map(({ id, because }) => [id, because])),
    titles: Object.fromEntries(causes.map(({ id, title }) => [id, title])),
  };
}

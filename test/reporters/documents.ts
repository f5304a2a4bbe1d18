import type { CheckEntry, EscalationEntry, ProposalEntry, RunDocument } from "../../src/core/document/run-document.ts";

/** 22 November 2026, 03:09:12 in Belgrade (CET, UTC+1): when the runs of these documents began. */
export const STARTED_AT = "2026-11-22T02:09:12.000Z";

export function check(id: string, more: Partial<CheckEntry> = {}): CheckEntry {
  return {
    id,
    title: id,
    probe: "kubernetes.pods",
    role: "symptom",
    asked: true,
    verdict: "pass",
    summary: "4 of 4 ready",
    expected: null,
    observed: {},
    evidence: [],
    notes: [],
    flip: null,
    vantage: "the API server",
    equivalent: "kubectl -n ml get pods -l app=feature-api",
    error: null,
    startedAt: STARTED_AT,
    durationMs: 40,
    ...more,
  };
}

export function proposal(id: string, more: Partial<ProposalEntry> = {}): ProposalEntry {
  return {
    id,
    cause: "bad-rollout",
    action: "kubernetes.rollout-undo",
    because: "bad-rollout holds",
    note: null,
    digest: "9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c5b4a39281706f5e4d3c2b1a0",
    expiresAt: "2026-11-22T02:39:12.000Z",
    status: "proposed",
    reason: null,
    undoes: null,
    plan: {
      summary: "roll feature-api back to revision 13",
      target: { kind: "Deployment", namespace: "ml", name: "feature-api", uid: "0b5f" },
      writes: [],
      instructions: [],
      changes: [{ path: "image", from: "feature-api:2.4.1", to: "feature-api:2.4.0" }],
      impact: ["4 pods replaced, at least 3 keep serving", "disruption budget allows 1"],
      warnings: ["ConfigMap feature-api changed at 2026-11-22T02:05:00Z; it is not rolled back"],
      equivalent: "kubectl -n ml rollout undo deployment/feature-api --to-revision=13",
      undo: "puts the template of revision 14 back",
    },
    approval: null,
    lease: null,
    applied: null,
    mayBeApplied: false,
    undoProblem: null,
    guards: [],
    verification: null,
    ...more,
  };
}

export function step(page: string, dueAt: string | null, more: Partial<EscalationEntry> = {}): EscalationEntry {
  return { after: "10m", page, dueAt, status: "waiting", message: null, againAt: null, problem: null, ...more };
}

type RunPart = Partial<RunDocument["run"]>;

export function document(more: Partial<Omit<RunDocument, "run">> & { readonly run?: RunPart } = {}): RunDocument {
  const { run, ...rest } = more;
  return {
    schema: "bigops.run/v1",
    run: {
      id: "fsd-7k2m",
      runbook: "feature-store-down",
      title: "Feature store down",
      severity: "P1",
      environment: "staging",
      place: "staging-eks/ml",
      mode: "run",
      parameters: { deployment: "feature-api" },
      operator: "anna@laptop",
      startedAt: STARTED_AT,
      endedAt: null,
      recorded: true,
      abandoned: false,
      protected: false,
      readOnly: false,
      origin: null,
      successor: null,
      ...run,
    },
    outcome: "healthy",
    exitCode: 0,
    checks: [check("pods")],
    causes: [],
    unexplained: [],
    undecided: [],
    proposals: [],
    unavailable: [],
    escalation: [],
    acknowledged: null,
    ...rest,
  };
}

const errorRate = check("error-rate", {
  probe: "prometheus.query",
  verdict: "fail",
  summary: "37.2 % of lookups fail (limit 10 %)",
  expected: "fail when value > 0.1",
  observed: { value: 0.372, threshold: 0.1, onsetAt: "2026-11-22T02:06:40.000Z", series: [] },
  evidence: [{ what: "value", value: 0.372, limit: 0.1, unit: "ratio", atMs: Date.parse("2026-11-22T02:09:10Z") }],
  flip: "a value not > 10 %",
  vantage: "from here",
  equivalent:
    "curl -sG https://prometheus.staging:9090/api/v1/query --data-urlencode 'query=sum(rate(feature_lookup_errors_total[2m])) / sum(rate(feature_lookups_total[2m]))'",
});

/** The sketch of the screen: a release whose pods are ready and serve errors, asked about at 03:09:20. */
export const badRollout = document({
  outcome: "awaiting-approval",
  exitCode: 4,
  checks: [
    errorRate,
    check("pods"),
    check("kv", { probe: "http.health", summary: "healthy, 4 ms" }),
    check("kv-endpoints", { probe: "kubernetes.endpoints", summary: "3 ready" }),
    check("rollout", {
      probe: "kubernetes.rollout",
      role: "evidence",
      summary: "revision 14 began 2026-11-22T02:05:10Z; image 2.4.0 → 2.4.1",
    }),
    check("logs", {
      probe: "kubernetes.logs",
      role: "evidence",
      summary: "412 of 900 lines are errors: KeyError: '<*>' ×398",
      notes: ["2 of 4 pods readable"],
    }),
  ],
  causes: [
    {
      id: "bad-rollout",
      title: "bad rollout",
      because: "Revision 14 was complete 90 s before the errors began; pods are ready and the KV store is healthy.",
    },
  ],
  proposals: [proposal("rollback")],
  escalation: [
    step("secondary", "2026-11-22T02:18:01.000Z"),
    step("manager", "2026-11-22T02:39:12.000Z", { after: "30m" }),
  ],
});

/** A view-only user who may not even view: nothing failed, nothing is healthy. */
export const forbidden = document({
  outcome: "inconclusive",
  exitCode: 3,
  run: { mode: "dry-run", endedAt: "2026-11-22T02:09:13.000Z", environment: "prod", place: "prod-eks/ml" },
  checks: [
    check("error-rate", { probe: "prometheus.query", summary: "0.2 % of lookups fail (limit 10 %)" }),
    check("pods", {
      verdict: "error",
      summary: "listing pods in ml: forbidden for anna",
      error: {
        code: "forbidden",
        message: "listing pods in ml: forbidden for anna",
        hint: "ask for get, list and watch on pods in namespace ml",
      },
    }),
    check("kv", {
      probe: "http.health",
      verdict: "inconclusive",
      summary: "GET http://kv-store.prod:8080/health: connection refused (from here)",
      error: {
        code: "refused",
        message: "GET http://kv-store.prod:8080/health: connection refused",
        hint: "is a port-forward still running? Or let the environment say via: port-forward",
      },
    }),
    check("kv-endpoints", { verdict: "skipped", summary: "needs pods, which could not be told" }),
    check("rollout", {
      role: "evidence",
      verdict: "error",
      summary: "listing pods in ml: forbidden for anna",
      error: {
        code: "forbidden",
        message: "listing pods in ml: forbidden for anna",
        hint: "ask for get, list and watch on pods in namespace ml",
      },
    }),
  ],
});

/** Two causes, two proposals, one mitigation that cannot be planned, a failing symptom that nothing explains, and a page that went out. */
export const crowded = document({
  outcome: "escalated",
  exitCode: 5,
  run: { endedAt: "2026-11-22T02:45:00.000Z" },
  checks: [
    errorRate,
    check("pods", { verdict: "fail", summary: "2 of 4 ready: 2 OOMKilled, all of revision 14" }),
    check("kv", { verdict: "fail", summary: "it says down: status is degraded" }),
    check("kv-endpoints", { verdict: "fail", summary: "no ready endpoints (2 not ready)" }),
    check("queue", { verdict: "fail", summary: "1 204 waiting (limit 100)" }),
  ],
  causes: [
    { id: "out-of-memory", title: "feature-api runs out of memory", because: "2 pods were killed at 512 MiB." },
    { id: "kv-store-down", title: "the KV store is down", because: "It says so itself, and no endpoint is ready." },
  ],
  unexplained: ["queue"],
  proposals: [
    proposal("rollback", { cause: "out-of-memory", status: "declined" }),
    proposal("failover-kv", {
      cause: "kv-store-down",
      action: "kubernetes.service-selector",
      status: "not-helped",
      reason: "error-rate still fails at its deadline",
      approval: {
        by: "anna",
        as: "anna@example.com",
        identity: "known" as const,
        host: "laptop",
        at: "2026-11-22T02:12:05.000Z",
      },
      applied: { at: "2026-11-22T02:12:08.000Z", receipts: [] },
      verification: { samples: 9, passes: 1, needed: 3, deadline: "2026-11-22T02:22:00.000Z" },
      plan: {
        ...proposal("").plan,
        summary: "point Service kv-store at the replica",
        changes: [{ path: "spec.selector.role", from: "primary", to: "replica" }],
        equivalent: 'kubectl -n ml patch service kv-store -p \'{"spec":{"selector":{"role":"replica"}}}\'',
      },
    }),
  ],
  unavailable: [
    { id: "restart", cause: "pods-unhealthy", reason: "deployment/feature-api is paused since 2026-11-22T01:00:00Z" },
  ],
  escalation: [
    step("secondary", "2026-11-22T02:19:12.000Z", { status: "paged", message: "PagerDuty took it" }),
    step("manager", "2026-11-22T02:39:12.000Z", {
      status: "failed",
      message: "no pager target manager in bigops.yaml",
    }),
  ],
});

/** Applied, verified: what an operator reads last. */
export const resolved = document({
  ...badRollout,
  outcome: "resolved",
  exitCode: 0,
  run: { ...badRollout.run, endedAt: "2026-11-22T02:14:00.000Z" },
  proposals: [
    proposal("rollback", {
      status: "verified",
      approval: {
        by: "anna",
        as: null,
        identity: "not-asked" as const,
        host: "laptop",
        at: "2026-11-22T02:10:00.000Z",
      },
      applied: { at: "2026-11-22T02:10:01.000Z", receipts: [] },
      verification: { samples: 3, passes: 3, needed: 3, deadline: "2026-11-22T02:25:00.000Z" },
    }),
  ],
  escalation: badRollout.escalation.map((entry) => ({ ...entry, status: "cancelled" })),
});

export const everyDocument = { badRollout, forbidden, crowded, resolved };

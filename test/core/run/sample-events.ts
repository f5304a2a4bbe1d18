import type { CheckResult } from "../../../src/core/check/check-result.ts";
import type { Verdict } from "../../../src/core/check/verdict.ts";
import type { Plan } from "../../../src/core/plan/plan.ts";
import type { RunEvent } from "../../../src/core/run/event.ts";
import type { Operator, RunMode } from "../../../src/core/run/run-identity.ts";
import { sampleRunbook } from "./sample-runbook.ts";

export const START_MS = Date.UTC(2026, 0, 15, 3, 0, 0);
export const alice: Operator = { user: "alice", as: "alice@example.test", host: "laptop" };

export function started(mode: RunMode = "run", readOnly = false): RunEvent {
  return {
    type: "started",
    atMs: START_MS,
    run: {
      id: "sd-0001",
      runbook: sampleRunbook,
      runbookHash: "0".repeat(64),
      environment: {
        name: "staging",
        protected: false,
        readOnly,
        place: "staging/shop",
        cluster: "https://127.0.0.1:6443",
      },
      mode,
      parameters: {},
      only: null,
      timeoutMs: 10_000,
      operator: alice,
      version: "0.0.0",
    },
  };
}

/** A check's result as a probe would give it, sampled at `atMs` over the window before it. */
export function result(verdict: Verdict, atMs: number, windowMs = 0): CheckResult {
  return {
    verdict,
    summary: verdict,
    observed: {},
    evidence: [],
    flip: null,
    notes: [],
    expected: null,
    vantage: "test",
    equivalent: "",
    error: null,
    startedAtMs: atMs,
    durationMs: 5,
    windowStartMs: atMs - windowMs,
    sampledAtMs: atMs,
    rule: "test/1",
  };
}

/** A plan of `writes` writes on one object whose identity can be varied. */
export function plan(identity = "uid-1", writes = 1, keepServing = 3): Plan {
  return {
    action: "test.rollback",
    summary: "roll shop back",
    target: { kind: "Deployment", namespace: "shop", name: "shop", uid: "uid-1" },
    identity,
    writes: Array.from({ length: writes }, (_, index) => ({
      id: String(index + 1),
      method: "PATCH" as const,
      path: "/apis/apps/v1/namespaces/shop/deployments/shop",
      contentType: "application/json-patch+json",
      body: [{ op: "test", path: "/metadata/resourceVersion", value: "${resourceVersion}" }],
      object: "deployment/shop",
    })),
    instructions: [],
    changes: [],
    impact: { lines: [], keepServing, budgetAllows: true },
    warnings: [],
    equivalent: "kubectl rollout undo deployment/shop",
    undo: "roll forward again",
    before: {},
    completionSeconds: 600,
  };
}

import type { RunIdentity } from "../../../../src/core/run/run-identity.ts";
import type { Runbook } from "../../../../src/core/runbook/runbook.ts";

/** One symptom, one cause, one change, two steps of escalation. */
const RUNBOOK: Runbook = {
  name: "feature-store-down",
  title: "Feature store down",
  severity: "P1",
  alerts: [],
  symptoms: [],
  parameters: {},
  investigation: [
    {
      id: "error-rate",
      title: "feature lookups that fail",
      role: "symptom",
      probe: "http.health",
      args: {},
      expect: { pass: null, fail: null, warn: null },
      timeoutMs: null,
      retries: 0,
      needs: [],
    },
  ],
  causes: [{ id: "bad-rollout", title: "A release broke it", when: "error_rate.fail", because: "lookups fail" }],
  mitigation: [
    {
      id: "rollback",
      for: ["bad-rollout"],
      action: "kubernetes.rollout-undo",
      args: {},
      requires: null,
      verify: [],
      note: null,
    },
  ],
  escalation: [
    { afterMs: 10 * 60_000, when: null, page: "secondary" },
    { afterMs: 30 * 60_000, when: null, page: "manager" },
  ],
  verification: { passes: 2, interval: "15s" },
};

export const RUN: RunIdentity = {
  id: "fsd-7k2m",
  runbook: RUNBOOK,
  runbookHash: "0".repeat(64),
  environment: { name: "staging", protected: false, readOnly: false, place: "staging/ml", cluster: "c1" },
  mode: "run",
  parameters: {},
  only: null,
  timeoutMs: 10_000,
  operator: { user: "ada", as: null, host: "laptop" },
  version: "0.0.0",
};

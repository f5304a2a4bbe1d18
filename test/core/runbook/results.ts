import type { CheckResult } from "../../../src/core/check/check-result.ts";
import type { Verdict } from "../../../src/core/check/verdict.ts";
import type { JsonObject } from "../../../src/core/json.ts";
import type { Runbook } from "../../../src/core/runbook/runbook.ts";

/** A check's result as conditions need it. */
export function result(verdict: Verdict, observed: JsonObject = {}, errorCode: string | null = null): CheckResult {
  return {
    verdict,
    observed,
    summary: "",
    evidence: [],
    flip: null,
    notes: [],
    expected: null,
    vantage: "",
    equivalent: "",
    error: errorCode === null ? null : { code: errorCode, message: "", hint: "" },
    startedAtMs: 0,
    durationMs: 0,
    windowStartMs: 0,
    sampledAtMs: 0,
    rule: "test/1",
  };
}

export function results(entries: Readonly<Record<string, CheckResult>>): ReadonlyMap<string, CheckResult> {
  return new Map(Object.entries(entries));
}

/** A runbook of these checks and nothing else; what a test is about it adds. */
export function runbookOf(checks: readonly string[], more: Partial<Runbook> = {}): Runbook {
  return {
    name: "test",
    title: "Test",
    severity: "P3",
    alerts: [],
    symptoms: [],
    parameters: {},
    investigation: checks.map((id) => ({
      id,
      title: id,
      role: "symptom",
      probe: "test",
      args: {},
      expect: { pass: null, fail: null, warn: null },
      timeoutMs: null,
      retries: 0,
      needs: [],
    })),
    causes: [],
    mitigation: [],
    escalation: [],
    verification: { passes: 3, interval: "15s" },
    ...more,
  };
}

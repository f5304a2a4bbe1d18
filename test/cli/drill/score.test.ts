import { expect, test } from "vitest";
import { score } from "../../../src/cli/drill/score.ts";
import type { RunDocument } from "../../../src/core/document/run-document.ts";

const expected = { outcome: "problem", cause: "bad-rollout", proposal: "rollback" } as const;

/** What a drill found: its causes, and which checks had no answer in time. */
function scored(causes: readonly string[], late: readonly string[]): readonly string[] {
  const checks = ["pods", "errors", "logs"].map((id) => ({
    id,
    role: "symptom",
    verdict: late.includes(id) ? "inconclusive" : "fail",
    error: late.includes(id) ? { code: "timeout", message: "no answer within 20 s", hint: "" } : null,
  }));
  const diagnosis = {
    outcome: "problem",
    checks,
    causes: causes.map((id) => ({ id })),
    proposals: causes.map(() => ({ id: "rollback" })),
  } as unknown as RunDocument;
  return score({ runbook: "r", fault: "f" }, expected, { diagnosis, afterwards: null, undone: null }).wrong;
}

test("a wrong score says which checks had no answer in time", () => {
  expect(scored([], ["errors", "logs"])).toEqual([
    "cause none, expected bad-rollout",
    "proposal none, expected rollback",
    "no answer in time: errors, logs (is this machine busy?)",
  ]);
  expect(scored([], [])).toHaveLength(2);
});

test("a right one says nothing, whatever came late", () => {
  expect(scored(["bad-rollout"], ["logs"])).toEqual([]);
});

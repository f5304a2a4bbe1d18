import { describe, expect, it } from "vitest";
import type { SharedFinding } from "../../../src/core/preflight/finding.ts";
import { preflightDocument } from "../../../src/core/preflight/preflight-document.ts";
import { renderPreflight } from "../../../src/reporters/text/preflight-screen.ts";
import { view } from "../view.ts";

const refused = {
  status: "forbidden",
  detail: "list pods in namespace ml: not allowed (403)",
  hint: "to see whether you have it: kubectl auth can-i list pods -n ml",
} as const;

function screenOf(findings: readonly SharedFinding[], width = 80): string {
  const about = {
    environment: "staging",
    place: "staging-eks/ml",
    startedAt: "2026-03-01T02:00:00.000Z",
    durationMs: 9,
  };
  return renderPreflight(preflightDocument({ ...about, runbooks: ["mine"], findings }), view({ width }));
}

describe("the screen of a preflight", () => {
  it("tells one refusal that many run into once, with all of them", () => {
    expect(
      screenOf([
        { ...refused, subject: "check pods", usedBy: ["mine/pods"] },
        { status: "there", subject: "get services/kv in ml", detail: "allowed", hint: null, usedBy: ["mine/kv"] },
        { status: "there", subject: "list nodes", detail: "allowed", hint: null, usedBy: ["mine/kv"] },
        {
          ...refused,
          subject: "mitigation restart (kubernetes.rollout-restart)",
          usedBy: ["mine/restart", "mine/pods"],
        },
        { ...refused, hint: "ask", subject: "mitigation scale-up", usedBy: ["mine/scale-up"] },
      ]),
    ).toBe(`Preflight · staging (staging-eks/ml) · mine

  forbidden   check pods, mitigation restart (kubernetes.rollout-restart)
      list pods in namespace ml: not allowed (403) (for mine/pods,
      mine/restart); to see whether you have it:
        kubectl auth can-i list pods -n ml
  forbidden   mitigation scale-up
      list pods in namespace ml: not allowed (403) (for mine/scale-up); ask
  there       get services/kv in ml
      allowed
  there       list nodes
      allowed

  0 missing, 3 forbidden, 0 could not be told, 2 there
`);
  });

  it("hangs what is many under its status", () => {
    const many = Array.from({ length: 6 }, (_, index) => ({
      ...refused,
      subject: `check number-${index}`,
      usedBy: ["m"],
    }));
    const [, , ...lines] = screenOf(many).split("\n");
    expect(lines.slice(0, 2)).toEqual([
      "  forbidden   check number-0, check number-1, check number-2, check number-3,",
      "              check number-4, check number-5",
    ]);
  });
});

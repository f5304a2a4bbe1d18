import { describe, expect, test } from "vitest";
import { PlanRefusal, type RefusalKind } from "../../../src/actions/action.ts";
import { refusalFinding } from "../../../src/cli/preflight/refusal-finding.ts";
import { preflightExitCode } from "../../../src/core/preflight/finding.ts";

describe("a mitigation that cannot be planned", () => {
  test.each<readonly [RefusalKind, string | null, string, number]>([
    ["unfit", null, "missing", 1],
    ["unfit", "by-hand", "missing", 1],
    ["unsaid", null, "missing", 1],
    ["unsaid", "by-hand", "warning", 0],
    ["unknown", null, "unknown", 3],
    ["not-now", null, "there", 0],
  ])("%s, with %s instead of it, is %s", (kind, alternative, status, exitCode) => {
    const finding = refusalFinding("mitigation scale-up", new PlanRefusal(kind, "no key ttl"), alternative);
    expect(finding).toMatchObject({
      subject: "mitigation scale-up",
      status,
      detail: expect.stringContaining("no key ttl"),
    });
    expect(finding.hint === null).toBe(status === "there");
    expect(preflightExitCode([finding])).toBe(exitCode);
  });

  test("says what is proposed instead", () => {
    const { hint } = refusalFinding("x", new PlanRefusal("unsaid", "give replicas"), "by-hand");
    expect(hint).toContain("by-hand");
  });
});

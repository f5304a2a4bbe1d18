import { describe, expect, test } from "vitest";
import { progressOf } from "../../../src/actions/kubernetes/rollout-progress.ts";
import { deployment } from "./fixtures.ts";

const rolledOut = deployment({}, { status: { replicas: 4, updatedReplicas: 4, availableReplicas: 4 } });

describe("the change as it is told", () => {
  test.each([
    ["on its way", { kind: "waiting" as const, summary: "2 of 4 new pods started" }, rolledOut, {}],
    [
      "failed, and never complete again",
      { kind: "stuck" as const, summary: "its progress deadline passed" },
      rolledOut,
      { failed: "its progress deadline passed" },
    ],
    [
      "complete",
      { kind: "complete" as const },
      rolledOut,
      { complete: true, completedAtMs: 77, summary: "rolled out: 4 of 4 pods available" },
    ],
  ])("%s", (_, state, now, told) => {
    const summary = "summary" in state ? state.summary : "";
    expect(progressOf(state, 77, now)).toEqual({
      complete: false,
      completedAtMs: null,
      failed: null,
      summary,
      ...told,
    });
  });

  test("of a Deployment that names no number one pod is wanted", () => {
    const { replicas: _, ...spec } = deployment().spec;
    expect(progressOf({ kind: "complete" }, 77, { ...deployment(), spec }).summary).toBe(
      "rolled out: 0 of 1 pods available",
    );
  });
});

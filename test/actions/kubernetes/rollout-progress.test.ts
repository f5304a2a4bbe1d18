import { describe, expect, test } from "vitest";
import type { Condition, Deployment } from "../../../src/actions/kubernetes/objects.ts";
import { completedAtMs, rolloutState } from "../../../src/actions/kubernetes/rollout-progress.ts";
import { deployment } from "./fixtures.ts";

const changed = Date.parse("2026-11-22T03:10:00Z");

function rolling(status: Deployment["status"], spec: Partial<Deployment["spec"]> = {}): Deployment {
  return deployment(spec, { status: { observedGeneration: 3, ...status } });
}

const deadline = (lastUpdateTime: string): Condition => ({
  type: "Progressing",
  status: "False",
  reason: "ProgressDeadlineExceeded",
  lastUpdateTime,
});
const done = { replicas: 4, updatedReplicas: 4, availableReplicas: 4 };

describe("how far a rollout is", () => {
  test.each([
    ["paused, whatever else", rolling(done, { paused: true }), "paused"],
    ["not observed, though the old counts look complete", rolling({ ...done, observedGeneration: 2 }), "not yet seen"],
    ["no status at all", deployment(), "not yet seen"],
    ["too few new pods", rolling({ replicas: 5, updatedReplicas: 2, availableReplicas: 4 }), "2 of 4 new pods started"],
    ["old pods left", rolling({ replicas: 5, updatedReplicas: 4, availableReplicas: 4 }), "1 old pod still to stop"],
    [
      "new pods not available",
      rolling({ replicas: 4, updatedReplicas: 4, availableReplicas: 3 }),
      "3 of 4 new pods available",
    ],
    [
      "a deadline of the rollout before",
      rolling({ updatedReplicas: 1, conditions: [deadline("2026-11-22T03:08:00Z")] }),
      "1 of 4",
    ],
  ])("waits: %s", (_, now, summary) => {
    expect(rolloutState(now, changed)).toEqual({ kind: "waiting", summary: expect.stringContaining(summary) });
  });

  test("is stuck when its own deadline passed", () => {
    const now = rolling({ updatedReplicas: 1, conditions: [deadline("2026-11-22T03:20:00Z")] });
    expect(rolloutState(now, changed).kind).toBe("stuck");
  });

  test.each([
    ["all new pods are available", rolling(done)],
    ["none is wanted and none is left", rolling({}, { replicas: 0 })],
  ])("is complete: %s", (_, now) => {
    expect(rolloutState(now, changed).kind).toBe("complete");
  });
});

describe("when it was complete", () => {
  const seen: Condition = {
    type: "Progressing",
    status: "True",
    reason: "NewReplicaSetAvailable",
    lastUpdateTime: "2026-11-22T03:10:09Z",
  };
  const at = (time: string) => Date.parse(time);

  test("at the end of the second in which the controller saw it", () => {
    const now = rolling({ ...done, conditions: [seen] });
    expect(completedAtMs(now, [at("2026-11-22T03:10:07Z")], changed, 0)).toBe(at("2026-11-22T03:10:09.999Z"));
  });

  test("when the last pod became ready, where that is later", () => {
    const now = rolling({ ...done, conditions: [seen] });
    expect(completedAtMs(now, [at("2026-11-22T03:10:12Z"), null], changed, 0)).toBe(at("2026-11-22T03:10:12.999Z"));
  });

  test("now, where pods only stopped: the others were ready before the change", () => {
    expect(completedAtMs(rolling(done), [at("2026-11-22T01:00:00Z")], changed, 77)).toBe(77);
  });

  test("now, where the cluster says no time", () => {
    expect(completedAtMs(rolling(done), [], null, 77)).toBe(77);
  });
});

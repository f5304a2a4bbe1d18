import { expect, test } from "vitest";
import type { Plan } from "../../../src/core/plan/plan.ts";
import { watchRollout } from "../../../src/actions/kubernetes/watch-rollout.ts";
import { deployment } from "./fixtures.ts";
import { stubContext } from "./stub-cluster.ts";

const CHANGED = Date.parse("2026-11-22T03:10:00Z");
const COMPLETED = "2026-11-22T03:11:30Z";
const HOUR_MS = 3_600_000;

const status = {
  observedGeneration: 3,
  replicas: 4,
  updatedReplicas: 4,
  availableReplicas: 4,
  conditions: [{ type: "Progressing", status: "True", reason: "NewReplicaSetAvailable", lastUpdateTime: COMPLETED }],
};
const rolledOut = deployment({}, { status });
const target = { namespace: "ml", name: "feature-api", uid: rolledOut.metadata.uid };

function watched(stampShiftMs: number, nowMs: number, changedAtMs = CHANGED) {
  const { context } = stubContext({ get: () => rolledOut, list: () => [], stampShiftMs }, nowMs);
  return watchRollout({ target } as Plan, [{ changedAtMs }], context, () => null);
}

test.each([0, 29_000, HOUR_MS, -HOUR_MS])(
  "a rollout is complete by the clock by which samples are stamped, %i ms off the cluster's",
  async (aheadMs) => {
    const seen = await watched(aheadMs, Date.parse("2026-11-22T03:12:00Z") + aheadMs);
    expect(seen).toMatchObject({ complete: true, completedAtMs: Date.parse(COMPLETED) + 999 + aheadMs });
  },
);

test("where the cluster records nothing since the change, it is complete now, by that clock too", async () => {
  const nowMs = Date.parse("2026-11-22T03:15:00Z") + HOUR_MS;
  const seen = await watched(HOUR_MS, nowMs, Date.parse("2026-11-22T03:14:00Z"));
  expect(seen.completedAtMs).toBe(nowMs);
});

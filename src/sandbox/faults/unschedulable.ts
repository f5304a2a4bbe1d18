import { release } from "../world/changes.ts";
import { SECOND_MS } from "../world/time.ts";
import type { Fault } from "./fault.ts";
import { createdMs, isFeatureApi } from "./pod-facts.ts";
import { replaceOnePod } from "./step.ts";

const TOO_MUCH = "64Gi";
const REPLACED_MS = -240 * SECOND_MS;
const MESSAGE =
  "0/3 nodes are available: 3 Insufficient memory. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.";

export const unschedulable: Fault = {
  name: "unschedulable",
  description: "A release requests more memory than any node has.",
  expected: { outcome: "problem", cause: "unschedulable", proposal: "rollback" },
  steps: () => [
    {
      atMs: -270 * SECOND_MS,
      act: (world) =>
        release(world, "feature-api", {
          memoryRequest: TOO_MUCH,
          memoryLimit: TOO_MUCH,
          cause: "room for the new index",
        }),
    },
  ],
  fate: (pod) =>
    pod.spec.containers[0]?.resources?.requests?.["memory"] === TOO_MUCH
      ? { kind: "unschedulable", message: MESSAGE }
      : undefined,
};

export const unschedulableNoRelease: Fault = {
  name: "unschedulable-no-release",
  description: "The nodes are full: a pod that had to move finds no room. Nothing was released.",
  expected: { outcome: "problem", cause: "unschedulable", proposal: "make-room" },
  steps: () => [replaceOnePod(REPLACED_MS)],
  fate: (pod, _sinceStartMs, world) =>
    isFeatureApi(pod) && createdMs(pod, world) >= REPLACED_MS ? { kind: "unschedulable", message: MESSAGE } : undefined,
};

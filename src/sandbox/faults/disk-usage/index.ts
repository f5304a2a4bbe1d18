import { timestamp, MINUTE_MS } from "../../world/time.ts";
import type { World } from "../../world/world.ts";
import type { Fault, FaultStep } from "../fault.ts";

const runbook = "disk-usage";
const HEALTHY = { outcome: "healthy", cause: null, proposal: null } as const;

interface NodeStatus {
  readonly conditions: readonly { readonly type: string }[];
}

/** A node's kubelet reports a condition from a time on. */
function nodeCondition(name: string, type: "DiskPressure" | "MemoryPressure", atMs: number): FaultStep {
  return {
    atMs,
    act: (world: World) => {
      const node = world.store.get("nodes", undefined, name);
      if (node === undefined) throw new Error(`the sandbox has no node ${name}`);
      const status = node.status as NodeStatus;
      const since = timestamp(world.nowMs);
      const conditions = status.conditions.map((one) =>
        one.type === type
          ? {
              ...one,
              status: "True",
              reason: `KubeletHas${type}`,
              message: `kubelet has ${type}`,
              lastTransitionTime: since,
              lastHeartbeatTime: since,
            }
          : one,
      );
      world.store.put("nodes", { ...node, status: { ...status, conditions } });
    },
  };
}

const pressure: Fault = {
  name: "disk-pressure",
  description: "A node's disk is so full that its kubelet puts pods out.",
  runbook,
  expected: { outcome: "problem", cause: "disk-pressure", proposal: "free-node" },
  steps: () => [nodeCondition("node-2", "DiskPressure", -15 * MINUTE_MS)],
  conditions: () => ({ disks: { "node-2": { used: 0.94, perHour: 0.001 } } }),
};

const fillingFast: Fault = {
  name: "disk-filling-fast",
  description: "Something writes 25 GB an hour to one node's disk: it is full before the morning.",
  runbook,
  expected: { outcome: "problem", cause: "filling-fast", proposal: "stop-writer" },
  conditions: () => ({ disks: { "node-1": { used: 0.84, perHour: 0.05 } } }),
};

const oneNode: Fault = {
  name: "disk-one-node",
  description: "Images and logs of many months lie on one node; it does not grow much.",
  runbook,
  expected: { outcome: "problem", cause: "one-node", proposal: "clean-up" },
  conditions: () => ({ disks: { "node-3": { used: 0.86, perHour: 0.001 } } }),
};

const allNodes: Fault = {
  name: "disk-all-nodes",
  description: "The data grew as it always does, and all nodes' disks are beyond four fifths.",
  runbook,
  expected: { outcome: "problem", cause: "cluster-growth", proposal: "plan-expansion" },
  conditions: () => ({
    disks: {
      "node-1": { used: 0.83, perHour: 0.0006 },
      "node-2": { used: 0.85, perHour: 0.0006 },
      "node-3": { used: 0.82, perHour: 0.0006 },
    },
  }),
};

const nearPressure: Fault = {
  name: "near-disk-pressure",
  description: "A node runs out of memory, not of disk; another one's disk is fuller than it should be.",
  runbook,
  nearMissOf: "disk-pressure",
  expected: { outcome: "problem", cause: "one-node", proposal: "clean-up" },
  steps: () => [nodeCondition("node-1", "MemoryPressure", -15 * MINUTE_MS)],
  conditions: () => ({ disks: { "node-3": { used: 0.85, perHour: 0.001 } } }),
};

const nearFillingFast: Fault = {
  name: "near-disk-filling-fast",
  description: "A backfill writes fast to a disk that has room for all of it.",
  runbook,
  nearMissOf: "filling-fast",
  expected: HEALTHY,
  conditions: () => ({ disks: { "node-1": { used: 0.6, perHour: 0.05 } } }),
};

const nearOneNode: Fault = {
  name: "near-disk-one-node",
  description: "One node's disk is fuller than the others', and below the limit.",
  runbook,
  nearMissOf: "one-node",
  expected: HEALTHY,
  conditions: () => ({ disks: { "node-3": { used: 0.78, perHour: 0.001 } } }),
};

const nearAllNodes: Fault = {
  name: "near-disk-all-nodes",
  description: "All nodes' disks are fuller than usual, and only one is beyond the limit.",
  runbook,
  nearMissOf: "cluster-growth",
  expected: { outcome: "problem", cause: "one-node", proposal: "clean-up" },
  conditions: () => ({
    disks: {
      "node-1": { used: 0.77, perHour: 0.0006 },
      "node-2": { used: 0.84, perHour: 0.0006 },
      "node-3": { used: 0.76, perHour: 0.0006 },
    },
  }),
};

const nearFillingElsewhere: Fault = {
  name: "near-disk-filling-elsewhere",
  description: "A backfill writes fast to a disk that has room; another node's disk is full, and hardly grows.",
  runbook,
  nearMissOf: "filling-fast",
  expected: { outcome: "problem", cause: "one-node", proposal: "clean-up" },
  conditions: () => ({ disks: { "node-1": { used: 0.6, perHour: 0.05 }, "node-3": { used: 0.85, perHour: 0.001 } } }),
};

/** The faults of the runbook `disk-usage`. */
export const diskUsageFaults: readonly Fault[] = [
  pressure,
  fillingFast,
  oneNode,
  allNodes,
  nearPressure,
  nearFillingFast,
  nearFillingElsewhere,
  nearOneNode,
  nearAllNodes,
];

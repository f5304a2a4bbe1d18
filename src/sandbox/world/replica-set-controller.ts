import { uuidFrom } from "../random.ts";
import { recordEvent } from "./cluster-events.ts";
import { terminatePod } from "./pod-deletion.ts";
import type { Pod, ReplicaSet, ReplicaSetStatus } from "./objects.ts";
import { timestamp } from "./time.ts";
import type { World } from "./world.ts";

function isReady(pod: Pod): boolean {
  return pod.status.conditions.some((one) => one.type === "Ready" && one.status === "True");
}

interface OwnPods {
  /** Those that count: neither finished nor being deleted. */
  readonly active: Pod[];
  readonly terminating: number;
}

function ownPods(world: World, set: ReplicaSet): OwnPods {
  const active: Pod[] = [];
  let terminating = 0;
  for (const pod of world.store.values("pods")) {
    if (pod.metadata.ownerReferences?.[0]?.uid !== set.metadata.uid) {
      continue;
    }
    if (pod.metadata.deletionTimestamp !== undefined) {
      terminating += 1;
    } else if (pod.status.phase !== "Succeeded" && pod.status.phase !== "Failed") {
      active.push(pod);
    }
  }
  return { active, terminating };
}

/** What admission adds to every pod. */
const ADMITTED = {
  tolerations: ["not-ready", "unreachable"].map((condition) => ({
    key: `node.kubernetes.io/${condition}`,
    operator: "Exists",
    effect: "NoExecute",
    tolerationSeconds: 300,
  })),
  priority: 0,
  enableServiceLinks: true,
  preemptionPolicy: "PreemptLowerPriority",
};

function createPod(world: World, set: ReplicaSet): void {
  const name = `${set.metadata.name}-${world.random.suffix(5)}`;
  const { template } = set.spec;
  const pod: Pod = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name,
      generateName: `${set.metadata.name}-`,
      ...(set.metadata.namespace === undefined ? {} : { namespace: set.metadata.namespace }),
      uid: uuidFrom(`${world.seed}/pod/${name}/${world.store.version}`),
      resourceVersion: "",
      generation: 1,
      creationTimestamp: timestamp(world.nowMs),
      ...(template.metadata.labels === undefined ? {} : { labels: template.metadata.labels }),
      ...(template.metadata.annotations === undefined ? {} : { annotations: template.metadata.annotations }),
      ownerReferences: [
        {
          apiVersion: "apps/v1",
          kind: "ReplicaSet",
          name: set.metadata.name,
          uid: set.metadata.uid,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec: { ...template.spec, ...ADMITTED },
    status: { phase: "Pending", conditions: [], qosClass: "Burstable" },
  };
  const fate = world.fateOf(world, pod);
  if (fate.kind === "refused") {
    const message = `Error creating: pods "${name}" is forbidden: ${fate.message}`;
    recordEvent(world, set, "Warning", "FailedCreate", message, "replicaset-controller");
    return;
  }
  world.store.put("pods", pod);
  recordEvent(world, set, "Normal", "SuccessfulCreate", `Created pod: ${name}`, "replicaset-controller");
}

/** The order in which pods are given up: without node, pending, unready, then the youngest. */
function worth(pod: Pod): number {
  return (pod.spec.nodeName === undefined ? 0 : 4) + (pod.status.phase === "Pending" ? 0 : 2) + (isReady(pod) ? 1 : 0);
}

function giveUp(world: World, set: ReplicaSet, pods: Pod[], count: number): void {
  const ranked = pods.toSorted(
    (left, right) =>
      worth(left) - worth(right) || right.metadata.creationTimestamp.localeCompare(left.metadata.creationTimestamp),
  );
  for (const pod of ranked.slice(0, count)) {
    recordEvent(world, set, "Normal", "SuccessfulDelete", `Deleted pod: ${pod.metadata.name}`, "replicaset-controller");
    terminatePod(world, pod);
  }
}

/** Makes and deletes pods until as many are there as wanted, and reports what is there. */
export function syncReplicaSet(world: World, set: ReplicaSet): void {
  const before = ownPods(world, set);
  const pods = before.active;
  const missing = set.spec.replicas - pods.length;
  for (let made = 0; made < missing; made += 1) {
    createPod(world, set);
  }
  if (missing < 0) {
    giveUp(world, set, pods, -missing);
  }
  const after = missing === 0 ? before : ownPods(world, set);
  const now = after.active;
  const ready = now.filter(isReady).length;
  const status: ReplicaSetStatus = {
    replicas: now.length,
    ...(now.length > 0 ? { fullyLabeledReplicas: now.length } : {}),
    ...(ready > 0 ? { readyReplicas: ready, availableReplicas: ready } : {}),
    terminatingReplicas: after.terminating,
    observedGeneration: set.metadata.generation ?? 1,
  };
  if (JSON.stringify(status) !== JSON.stringify(set.status)) {
    world.store.put("replicasets", { ...set, status });
  }
}

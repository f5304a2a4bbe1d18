import { uuidFrom } from "../random.ts";
import { recordEvent } from "./cluster-events.ts";
import { deadlineMs, deploymentStatus, progressing, withCondition } from "./deployment-status.ts";
import { stampedBy } from "./field-managers.ts";
import type { Deployment, ReplicaSet } from "./objects.ts";
import { TEMPLATE_HASH, templateHash, withoutHash } from "./pod-template.ts";
import { annotationsFor, currentSet, replicaSetsOf, REVISION, revisionOf } from "./revisions.ts";
import { rollingLimits, scaleDownTo, scaleUpTo, type SetSize } from "./rolling-update.ts";
import { SECOND_MS, timestamp } from "./time.ts";
import type { World } from "./world.ts";

const STATUS_WRITER = { manager: "kube-controller-manager", subresource: "status" };

function sizeOf(set: ReplicaSet): SetSize {
  return { uid: set.metadata.uid, wanted: set.spec.replicas, available: set.status.availableReplicas ?? 0 };
}

function scaleSet(world: World, deployment: Deployment, set: ReplicaSet, replicas: number): void {
  if (set.spec.replicas === replicas) {
    return;
  }
  const direction = replicas > set.spec.replicas ? "up" : "down";
  world.store.put("replicasets", {
    ...set,
    metadata: { ...set.metadata, generation: (set.metadata.generation ?? 1) + 1 },
    spec: { ...set.spec, replicas },
  });
  const message = `Scaled ${direction} replica set ${set.metadata.name} from ${set.spec.replicas} to ${replicas}`;
  recordEvent(world, deployment, "Normal", "ScalingReplicaSet", message, "deployment-controller");
}

/** The ReplicaSet object for a Deployment's template, wanting no pods yet. */
export function makeReplicaSet(world: World, deployment: Deployment, revision: number): ReplicaSet {
  const { template, selector, replicas: _ } = deployment.spec;
  const hash = templateHash(template);
  const labels = { ...withoutHash(template.metadata.labels), [TEMPLATE_HASH]: hash };
  const name = `${deployment.metadata.name}-${hash}`;
  return {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: {
      name,
      ...(deployment.metadata.namespace === undefined ? {} : { namespace: deployment.metadata.namespace }),
      uid: uuidFrom(`${world.seed}/replicaset/${name}`),
      resourceVersion: "",
      generation: 1,
      creationTimestamp: timestamp(world.nowMs),
      labels,
      annotations: annotationsFor(deployment, revision, rollingLimits(deployment).surge),
      ownerReferences: [
        {
          apiVersion: "apps/v1",
          kind: "Deployment",
          name: deployment.metadata.name,
          uid: deployment.metadata.uid,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec: {
      replicas: 0,
      selector: { matchLabels: { ...selector.matchLabels, [TEMPLATE_HASH]: hash } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
    status: { replicas: 0, terminatingReplicas: 0, observedGeneration: 1 },
  };
}

/** The ReplicaSet of the current template: made if there is none, else raised to the newest revision. */
function ensureCurrent(world: World, deployment: Deployment, sets: readonly ReplicaSet[]): ReplicaSet {
  const found = currentSet(deployment, sets);
  const highestOther = Math.max(0, ...sets.filter((set) => set !== found).map(revisionOf));
  if (found === undefined) {
    const made = world.store.put("replicasets", makeReplicaSet(world, deployment, highestOther + 1));
    const message = `Created new replica set "${made.metadata.name}"`;
    announce(world, deployment, revisionOf(made), message);
    return made;
  }
  const revision = Math.max(revisionOf(found), highestOther + 1);
  const annotations = annotationsFor(deployment, revision, rollingLimits(deployment).surge, found.metadata.annotations);
  announce(world, deployment, revision, undefined);
  if (JSON.stringify(annotations) === JSON.stringify(found.metadata.annotations)) {
    return found;
  }
  return world.store.put("replicasets", { ...found, metadata: { ...found.metadata, annotations } });
}

/** Writes the revision on the Deployment, and that a new ReplicaSet was created. */
function announce(world: World, deployment: Deployment, revision: number, created: string | undefined): void {
  if (revisionOf(deployment) === revision && created === undefined) {
    return;
  }
  const conditions =
    created === undefined
      ? deployment.status.conditions
      : withCondition(deployment.status.conditions, progressing("True", "NewReplicaSetCreated", created, world.nowMs));
  world.store.put("deployments", {
    ...deployment,
    metadata: {
      ...deployment.metadata,
      annotations: { ...deployment.metadata.annotations, [REVISION]: String(revision) },
    },
    status: { ...deployment.status, conditions },
  });
}

function roll(world: World, deployment: Deployment, fresh: ReplicaSet, old: readonly ReplicaSet[]): void {
  const { replicas, strategy } = deployment.spec;
  const limits = rollingLimits(deployment);
  if (strategy.type === "Recreate") {
    old.forEach((set) => scaleSet(world, deployment, set, 0));
    if (old.every((set) => set.status.replicas === 0)) {
      scaleSet(world, deployment, fresh, replicas);
    }
    return;
  }
  const up = scaleUpTo(replicas, sizeOf(fresh), old.map(sizeOf), limits);
  if (up !== fresh.spec.replicas) {
    scaleSet(world, deployment, fresh, up);
    return;
  }
  const down = scaleDownTo(replicas, sizeOf(fresh), old.map(sizeOf), limits);
  old.forEach((set) => scaleSet(world, deployment, set, down.get(set.metadata.uid) ?? set.spec.replicas));
}

/** Only as many old revisions as the Deployment keeps stay, and never one that still has pods. */
function forgetOldest(world: World, deployment: Deployment, old: readonly ReplicaSet[]): void {
  const idle = old
    .filter((set) => set.spec.replicas === 0 && set.status.replicas === 0)
    .sort((left, right) => revisionOf(left) - revisionOf(right));
  idle
    .slice(0, Math.max(0, idle.length - deployment.spec.revisionHistoryLimit))
    .forEach((set) => world.store.remove("replicasets", set));
}

function reportStatus(world: World, namespace: string | undefined, name: string): void {
  const deployment = world.store.get("deployments", namespace, name);
  if (deployment === undefined) {
    return;
  }
  const sets = replicaSetsOf(world, deployment);
  const status = deploymentStatus(deployment, currentSet(deployment, sets), sets, world.nowMs);
  if (JSON.stringify(status) === JSON.stringify(deployment.status)) {
    return;
  }
  const reported = { ...deployment, status };
  const metadata = stampedBy(reported, STATUS_WRITER, ["status"], world.nowMs);
  const stored = world.store.put("deployments", { ...reported, metadata });
  const due = deadlineMs(stored);
  if (due !== undefined) {
    world.agenda.at(due + SECOND_MS, () => reportStatus(world, namespace, name));
  }
}

/** One pass of the deployment controller over one Deployment. */
export function syncDeployment(world: World, deployment: Deployment): void {
  const { namespace, name } = deployment.metadata;
  const sets = replicaSetsOf(world, deployment);
  if (deployment.spec.paused === true) {
    const active = currentSet(deployment, sets) ?? sets.findLast((set) => set.spec.replicas > 0);
    const others = sets.filter((set) => set !== active).reduce((total, set) => total + set.spec.replicas, 0);
    if (active !== undefined) {
      scaleSet(world, deployment, active, Math.max(0, deployment.spec.replicas - others));
    }
  } else {
    const fresh = ensureCurrent(world, deployment, sets);
    const old = sets.filter((set) => set.metadata.uid !== fresh.metadata.uid);
    roll(world, deployment, fresh, old);
    forgetOldest(world, deployment, old);
  }
  reportStatus(world, namespace, name);
}

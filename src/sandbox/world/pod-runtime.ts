import { hash32 } from "../random.ts";
import type { Fate } from "./fate.ts";
import type { Condition, ContainerState, ContainerStatus, Pod, PodStatus, TerminatedState } from "./objects.ts";
import { timestamp } from "./time.ts";

/** What a kubelet knows of one pod; the pod's status is drawn from it alone. */
export interface PodRuntime {
  fate: Fate;
  /** Raised whenever the fate turns: what was planned for an older epoch no longer happens. */
  epoch: number;
  readonly createdAtMs: number;
  node?: { readonly name: string; readonly ip: string; readonly atMs: number };
  unschedulable?: { readonly message: string; readonly sinceMs: number };
  ip?: string;
  waiting: { readonly reason: string; readonly message?: string } | undefined;
  runningSinceMs: number | undefined;
  last: TerminatedState | undefined;
  terminated: TerminatedState | undefined;
  restartCount: number;
  /** Of the container that runs or ran last. */
  containerId?: string;
  /** Crashes in a row: decides the back-off. */
  crashes: number;
  ready: boolean;
  readyChangedAtMs: number;
}

function condition(type: string, holds: boolean, atMs: number, reason?: string, message?: string): Condition {
  return {
    type,
    status: holds ? "True" : "False",
    ...(reason === undefined ? {} : { reason }),
    ...(message === undefined ? {} : { message }),
    lastProbeTime: null,
    lastTransitionTime: timestamp(atMs),
  };
}

function conditions(pod: Pod, runtime: PodRuntime): Condition[] {
  if (runtime.node === undefined) {
    const { message, sinceMs } = runtime.unschedulable ?? { message: undefined, sinceMs: undefined };
    return message === undefined || sinceMs === undefined
      ? []
      : [condition("PodScheduled", false, sinceMs, "Unschedulable", message)];
  }
  const names = pod.spec.containers.map((container) => container.name).join(" ");
  const unready = runtime.ready ? [] : (["ContainersNotReady", `containers with unready status: [${names}]`] as const);
  return [
    condition("PodReadyToStartContainers", runtime.ip !== undefined, runtime.node.atMs),
    condition("Initialized", true, runtime.node.atMs),
    condition("Ready", runtime.ready, runtime.readyChangedAtMs, ...unready),
    condition("ContainersReady", runtime.ready, runtime.readyChangedAtMs, ...unready),
    condition("PodScheduled", true, runtime.node.atMs),
  ];
}

function currentState(runtime: PodRuntime): ContainerState {
  if (runtime.terminated !== undefined) {
    return { terminated: runtime.terminated };
  }
  if (runtime.runningSinceMs !== undefined) {
    return { running: { startedAt: timestamp(runtime.runningSinceMs) } };
  }
  return { waiting: runtime.waiting ?? { reason: "ContainerCreating" } };
}

/** Eight words of hexadecimal digits that depend on the text alone. */
function digest(text: string): string {
  return [0, 1, 2, 3, 4, 5, 6, 7].map((part) => hash32(`${text}/${part}`).toString(16).padStart(8, "0")).join("");
}

/** A container's id, as the container runtime would give it to its `instance`-th start. */
export function containerId(podUid: string, instance: number): string {
  return `containerd://${digest(`${podUid}/${instance}`)}`;
}

const imageIds = new Map<string, string>();

function imageId(image: string): string {
  const known = imageIds.get(image) ?? `${image.replace(/:[^:/]*$/, "")}@sha256:${digest(image)}`;
  imageIds.set(image, known);
  return known;
}

function containerStatuses(pod: Pod, runtime: PodRuntime): ContainerStatus[] {
  return pod.spec.containers.map((container) => {
    const pulled =
      runtime.runningSinceMs !== undefined || runtime.last !== undefined || runtime.terminated !== undefined;
    return {
      name: container.name,
      image: container.image,
      imageID: pulled ? imageId(container.image) : "",
      ...(pulled && runtime.containerId !== undefined ? { containerID: runtime.containerId } : {}),
      ready: runtime.ready,
      started: runtime.runningSinceMs !== undefined,
      restartCount: runtime.restartCount,
      state: currentState(runtime),
      lastState: runtime.last === undefined ? {} : { terminated: runtime.last },
    };
  });
}

/** The status that the pod's kubelet (or, before it has a node, the scheduler) would report. */
export function renderStatus(pod: Pod, runtime: PodRuntime): PodStatus {
  const ranOnce =
    runtime.runningSinceMs !== undefined || runtime.last !== undefined || runtime.terminated !== undefined;
  return {
    phase: ranOnce ? "Running" : "Pending",
    conditions: conditions(pod, runtime),
    ...(runtime.node === undefined ? {} : { hostIP: runtime.node.ip, startTime: timestamp(runtime.node.atMs) }),
    ...(runtime.ip === undefined ? {} : { podIP: runtime.ip, podIPs: [{ ip: runtime.ip }] }),
    qosClass: "Burstable",
    ...(runtime.node === undefined ? {} : { containerStatuses: containerStatuses(pod, runtime) }),
  };
}

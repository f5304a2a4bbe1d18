import { hash32 } from "../random.ts";
import { recordEvent } from "./cluster-events.ts";
import type { Fate } from "./fate.ts";
import type { Pod } from "./objects.ts";
import { containerId, type PodRuntime, renderStatus } from "./pod-runtime.ts";
import { SECOND_MS, timestamp } from "./time.ts";
import type { World } from "./world.ts";

const GRACE_SECONDS = 30;
const BACK_OFF_FIRST_MS = 10 * SECOND_MS;
const BACK_OFF_MOST_MS = 300 * SECOND_MS;
const PULL_RETRY_MS = 12 * SECOND_MS;

function find(world: World, uid: string): { pod: Pod; runtime: PodRuntime } | undefined {
  const runtime = world.runtimes.get(uid);
  for (const pod of world.store.values("pods")) {
    if (pod.metadata.uid === uid && runtime !== undefined) {
      return { pod, runtime };
    }
  }
  return undefined;
}

/** Does `step` after a delay, unless the pod is gone, terminating, or its fate turned meanwhile. */
function later(world: World, uid: string, delayMs: number, step: (pod: Pod, runtime: PodRuntime) => void): void {
  const epoch = world.runtimes.get(uid)?.epoch;
  world.agenda.at(world.nowMs + delayMs, () => {
    const found = find(world, uid);
    if (found !== undefined && found.runtime.epoch === epoch && found.pod.metadata.deletionTimestamp === undefined) {
      step(found.pod, found.runtime);
    }
  });
}

function report(world: World, pod: Pod, runtime: PodRuntime): void {
  world.store.put("pods", { ...pod, status: renderStatus(pod, runtime) });
}

function setReady(world: World, runtime: PodRuntime, ready: boolean): void {
  if (runtime.ready !== ready) {
    runtime.ready = ready;
    runtime.readyChangedAtMs = world.nowMs;
  }
}

function event(world: World, pod: Pod, type: "Normal" | "Warning", reason: string, message: string): void {
  recordEvent(world, pod, type, reason, message, "kubelet");
}

function becomeReady(world: World, pod: Pod, runtime: PodRuntime, fate: Fate & { kind: "ready" }): void {
  later(world, pod.metadata.uid, fate.readyAfterMs, (current) => {
    setReady(world, runtime, true);
    runtime.crashes = 0;
    report(world, current, runtime);
  });
  if (fate.souring !== undefined && runtime.runningSinceMs !== undefined) {
    // Nothing changes in the cluster when a pod turns sour; the entry only makes the world look at who serves.
    later(world, pod.metadata.uid, Math.max(0, runtime.runningSinceMs + fate.souring.afterMs - world.nowMs), () => {});
  }
}

function crash(world: World, pod: Pod, runtime: PodRuntime, exitCode: number, reason: string): void {
  const terminated = {
    exitCode,
    reason,
    startedAt: timestamp(runtime.runningSinceMs ?? world.nowMs),
    finishedAt: timestamp(world.nowMs),
    containerID: containerId(pod.metadata.uid, runtime.restartCount),
  };
  setReady(world, runtime, false);
  runtime.runningSinceMs = undefined;
  runtime.crashes += 1;
  const container = pod.spec.containers[0]?.name ?? "";
  if (runtime.crashes === 1) {
    // The first restart comes at once; the back-off begins with the second.
    runtime.terminated = terminated;
    report(world, pod, runtime);
    later(world, pod.metadata.uid, SECOND_MS, (current) => restart(world, current, runtime));
    return;
  }
  const waitMs = Math.min(BACK_OFF_MOST_MS, BACK_OFF_FIRST_MS * 2 ** (runtime.crashes - 2));
  runtime.last = terminated;
  const message = `back-off ${waitMs / SECOND_MS}s restarting failed container=${container} pod=${pod.metadata.name}_${pod.metadata.namespace}(${pod.metadata.uid})`;
  runtime.waiting = { reason: "CrashLoopBackOff", message };
  report(world, pod, runtime);
  event(
    world,
    pod,
    "Warning",
    "BackOff",
    `Back-off restarting failed container ${container} in pod ${pod.metadata.name}_${pod.metadata.namespace}(${pod.metadata.uid})`,
  );
  later(world, pod.metadata.uid, waitMs, (current) => restart(world, current, runtime));
}

function restart(world: World, pod: Pod, runtime: PodRuntime): void {
  runtime.last = runtime.terminated ?? runtime.last;
  runtime.terminated = undefined;
  runtime.restartCount += 1;
  startContainer(world, pod, runtime);
}

function fail(world: World, pod: Pod, runtime: PodRuntime, fate: Fate & { kind: "image" | "config" }): void {
  if (fate.kind === "config") {
    runtime.waiting = { reason: "CreateContainerConfigError", message: fate.message };
    report(world, pod, runtime);
    event(world, pod, "Warning", "Failed", `Error: ${fate.message}`);
    return;
  }
  const image = pod.spec.containers[0]?.image ?? "";
  runtime.waiting = { reason: "ErrImagePull", message: fate.message };
  report(world, pod, runtime);
  event(world, pod, "Warning", "Failed", `Failed to pull image "${image}": ${fate.message}`);
  event(world, pod, "Warning", "Failed", "Error: ErrImagePull");
  later(world, pod.metadata.uid, PULL_RETRY_MS, (current) => {
    runtime.waiting = {
      reason: "ImagePullBackOff",
      message: `Back-off pulling image "${image}": ErrImagePull: ${fate.message}`,
    };
    report(world, current, runtime);
    event(world, current, "Normal", "BackOff", `Back-off pulling image "${image}"`);
    event(world, current, "Warning", "Failed", "Error: ImagePullBackOff");
  });
}

function startContainer(world: World, pod: Pod, runtime: PodRuntime): void {
  const fate = world.fateOf(world, pod);
  runtime.fate = fate;
  runtime.ip ??= podIp(world, pod);
  const container = pod.spec.containers[0];
  if (fate.kind === "image" || fate.kind === "config") {
    fail(world, pod, runtime, fate);
    return;
  }
  runtime.waiting = undefined;
  runtime.runningSinceMs = world.nowMs;
  report(world, pod, runtime);
  event(world, pod, "Normal", "Pulled", `Container image "${container?.image ?? ""}" already present on machine`);
  event(world, pod, "Normal", "Created", `Container created: ${container?.name ?? ""}`);
  event(world, pod, "Normal", "Started", `Container started: ${container?.name ?? ""}`);
  live(world, pod, runtime, fate);
}

/** What a running container does from now on. */
function live(world: World, pod: Pod, runtime: PodRuntime, fate: Fate): void {
  if (fate.kind === "ready") {
    becomeReady(world, pod, runtime, fate);
  }
  if (fate.kind === "crash") {
    if (fate.readyAfterMs !== undefined && !runtime.ready) {
      later(world, pod.metadata.uid, fate.readyAfterMs, (current) => {
        setReady(world, runtime, true);
        report(world, current, runtime);
      });
    }
    later(world, pod.metadata.uid, fate.runsMs, (current) =>
      crash(world, current, runtime, fate.exitCode, fate.reason),
    );
  }
  if (fate.kind === "not-ready") {
    later(world, pod.metadata.uid, 3 * SECOND_MS, (current) => {
      setReady(world, runtime, false);
      report(world, current, runtime);
      event(world, current, "Warning", "Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503");
    });
  }
}

function podIp(world: World, pod: Pod): string {
  const node = Number(/\d+$/.exec(runtimeNode(world, pod))?.[0] ?? 1);
  return `10.42.${node}.${2 + (hash32(`${world.seed}/ip/${pod.metadata.uid}`) % 250)}`;
}

function runtimeNode(world: World, pod: Pod): string {
  return world.runtimes.get(pod.metadata.uid)?.node?.name ?? "";
}

function schedulePod(world: World, pod: Pod, runtime: PodRuntime): void {
  const fate = world.fateOf(world, pod);
  runtime.fate = fate;
  const nodes = world.store.list("nodes");
  if (fate.kind === "unschedulable") {
    runtime.unschedulable = { message: fate.message, sinceMs: world.nowMs };
    report(world, pod, runtime);
    recordEvent(world, pod, "Warning", "FailedScheduling", fate.message, "default-scheduler");
    return;
  }
  const name = nodes[Math.floor(world.random.next() * nodes.length)]?.metadata.name ?? "node-1";
  runtime.node = { name, ip: `10.0.0.${10 + Number(/\d+$/.exec(name)?.[0] ?? 1)}`, atMs: world.nowMs };
  delete runtime.unschedulable;
  runtime.readyChangedAtMs = world.nowMs;
  const bound = { ...pod, spec: { ...pod.spec, nodeName: name } };
  report(world, bound, runtime);
  recordEvent(
    world,
    pod,
    "Normal",
    "Scheduled",
    `Successfully assigned ${pod.metadata.namespace}/${pod.metadata.name} to ${name}`,
    "default-scheduler",
  );
  later(world, pod.metadata.uid, world.random.between(300, 900), (current) => startContainer(world, current, runtime));
}

/** Takes charge of a new pod: scheduler first, then the kubelet of its node. */
export function admitPod(world: World, pod: Pod): void {
  const runtime: PodRuntime = {
    fate: world.fateOf(world, pod),
    epoch: 0,
    createdAtMs: world.nowMs,
    waiting: undefined,
    runningSinceMs: undefined,
    last: undefined,
    terminated: undefined,
    restartCount: 0,
    crashes: 0,
    ready: false,
    readyChangedAtMs: world.nowMs,
  };
  world.runtimes.set(pod.metadata.uid, runtime);
  later(world, pod.metadata.uid, world.random.between(5, 40), (current) => schedulePod(world, current, runtime));
}

/** Deletes a pod as a DELETE does: Terminating while its container stops, at once when it never had a node. */
export function terminatePod(world: World, pod: Pod): void {
  if (pod.metadata.deletionTimestamp !== undefined) {
    return;
  }
  const runtime = world.runtimes.get(pod.metadata.uid);
  const stop = (): void => {
    const found = find(world, pod.metadata.uid);
    world.runtimes.delete(pod.metadata.uid);
    if (found !== undefined) {
      world.store.remove("pods", found.pod);
    }
  };
  if (runtime?.node === undefined) {
    world.store.remove("pods", pod);
    world.runtimes.delete(pod.metadata.uid);
    return;
  }
  const deletionTimestamp = timestamp(world.nowMs + GRACE_SECONDS * SECOND_MS);
  const metadata = { ...pod.metadata, deletionTimestamp, deletionGracePeriodSeconds: GRACE_SECONDS };
  world.store.put("pods", { ...pod, metadata });
  event(world, pod, "Normal", "Killing", `Stopping container ${pod.spec.containers[0]?.name ?? ""}`);
  world.agenda.at(world.nowMs + (runtime.runningSinceMs === undefined ? 200 : world.random.between(800, 2500)), stop);
}

/** Lets pods meet what the fault now has in store for them: called when something around them changed. */
export function turnFates(world: World): void {
  for (const pod of world.store.list("pods")) {
    const runtime = world.runtimes.get(pod.metadata.uid);
    const fate = runtime === undefined ? undefined : world.fateOf(world, pod);
    if (
      runtime === undefined ||
      fate === undefined ||
      pod.metadata.deletionTimestamp !== undefined ||
      fate.kind === runtime.fate.kind
    ) {
      if (runtime !== undefined && fate !== undefined) {
        runtime.fate = fate;
      }
      continue;
    }
    turn(world, pod, runtime, fate);
  }
}

function turn(world: World, pod: Pod, runtime: PodRuntime, fate: Fate): void {
  const backingOff = runtime.fate.kind === "crash" && runtime.runningSinceMs === undefined;
  runtime.fate = fate;
  if (backingOff) {
    return; // The next start after the back-off meets the new fate.
  }
  runtime.epoch += 1;
  if (runtime.node === undefined) {
    later(world, pod.metadata.uid, world.random.between(5, 40), (current) => schedulePod(world, current, runtime));
  } else if (runtime.runningSinceMs === undefined) {
    later(world, pod.metadata.uid, world.random.between(300, 900), (current) =>
      startContainer(world, current, runtime),
    );
  } else {
    live(world, pod, runtime, fate);
  }
}

/** Ends a running container once, whatever its fate: it is started again at once. */
export function killContainer(world: World, pod: Pod, exitCode: number, reason: string): void {
  const runtime = world.runtimes.get(pod.metadata.uid);
  if (runtime?.runningSinceMs !== undefined) {
    runtime.epoch += 1;
    crash(world, pod, runtime, exitCode, reason);
  }
}

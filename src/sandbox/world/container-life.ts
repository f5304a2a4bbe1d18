import { hash32 } from "../random.ts";
import type { Fate } from "./fate.ts";
import type { Pod } from "./objects.ts";
import { containerId, type PodRuntime } from "./pod-runtime.ts";
import { later, podEvent, report, setReady } from "./pod-steps.ts";
import { SECOND_MS, timestamp } from "./time.ts";
import type { World } from "./world.ts";

const BACK_OFF_FIRST_MS = 10 * SECOND_MS;
const BACK_OFF_MOST_MS = 300 * SECOND_MS;
const PULL_RETRY_MS = 12 * SECOND_MS;

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

/** Ends the running container; it is started again, after a back-off that grows. */
export function crash(world: World, pod: Pod, runtime: PodRuntime, exitCode: number, reason: string): void {
  const terminated = {
    exitCode,
    reason,
    startedAt: timestamp(runtime.runningSinceMs ?? world.nowMs),
    finishedAt: timestamp(world.nowMs),
    containerID: runtime.containerId ?? "",
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
  podEvent(
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
    podEvent(world, pod, "Warning", "Failed", `Error: ${fate.message}`);
    return;
  }
  const image = pod.spec.containers[0]?.image ?? "";
  runtime.waiting = { reason: "ErrImagePull", message: fate.message };
  report(world, pod, runtime);
  podEvent(world, pod, "Warning", "Failed", `Failed to pull image "${image}": ${fate.message}`);
  podEvent(world, pod, "Warning", "Failed", "Error: ErrImagePull");
  later(world, pod.metadata.uid, PULL_RETRY_MS, (current) => {
    runtime.waiting = {
      reason: "ImagePullBackOff",
      message: `Back-off pulling image "${image}": ErrImagePull: ${fate.message}`,
    };
    report(world, current, runtime);
    podEvent(world, current, "Normal", "BackOff", `Back-off pulling image "${image}"`);
    podEvent(world, current, "Warning", "Failed", "Error: ImagePullBackOff");
  });
}

/** Starts the container of a pod that has a node, or fails to. */
export function startContainer(world: World, pod: Pod, runtime: PodRuntime): void {
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
  runtime.containerId = containerId(pod.metadata.uid, runtime.restartCount);
  report(world, pod, runtime);
  podEvent(world, pod, "Normal", "Pulled", `Container image "${container?.image ?? ""}" already present on machine`);
  podEvent(world, pod, "Normal", "Created", `Container created: ${container?.name ?? ""}`);
  podEvent(world, pod, "Normal", "Started", `Container started: ${container?.name ?? ""}`);
  live(world, pod, runtime, fate);
}

/** What a running container does from now on. */
export function live(world: World, pod: Pod, runtime: PodRuntime, fate: Fate): void {
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
      podEvent(
        world,
        current,
        "Warning",
        "Unhealthy",
        "Readiness probe failed: HTTP probe failed with statuscode: 503",
      );
    });
  }
}

function podIp(world: World, pod: Pod): string {
  const node = Number(/(?<!\d)\d+$/.exec(runtimeNode(world, pod))?.[0] ?? 1);
  return `10.42.${node}.${2 + (hash32(`${world.seed}/ip/${pod.metadata.uid}`) % 250)}`;
}

function runtimeNode(world: World, pod: Pod): string {
  return world.runtimes.get(pod.metadata.uid)?.node?.name ?? "";
}

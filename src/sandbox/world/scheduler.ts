import { recordEvent } from "./cluster-events.ts";
import { startContainer } from "./container-life.ts";
import type { Pod } from "./objects.ts";
import type { PodRuntime } from "./pod-runtime.ts";
import { later, report } from "./pod-steps.ts";
import type { World } from "./world.ts";

/** Gives a pod a node and has its container started there, or says why no node takes it. */
export function schedulePod(world: World, pod: Pod, runtime: PodRuntime): void {
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
  runtime.node = { name, ip: `10.0.0.${10 + Number(/(?<!\d)\d+$/.exec(name)?.[0] ?? 1)}`, atMs: world.nowMs };
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

/** Takes charge of a new pod: the scheduler first, then the kubelet of its node. */
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

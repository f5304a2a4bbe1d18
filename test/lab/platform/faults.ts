import { setTimeout as sleep } from "node:timers/promises";
import type { Fate } from "../cluster/fates.ts";
import { trafficLog } from "../cluster/pod-logs.ts";
import { waitUntil } from "../process/wait-until.ts";
import { featureApi, featureApiDeployment, type Release } from "./manifests.ts";
import { rolledOut, type Platform } from "./platform.ts";
import { readyEndpoints } from "./ready-endpoints.ts";
import { podReason, servicePods, setFate, type LabPod } from "./pods.ts";

const apiSelector = `app=${featureApi}`;

const apiPods = ({ cluster, namespace }: Platform) => servicePods(cluster, namespace, apiSelector);
const kvPods = ({ cluster, namespace }: Platform, role: "primary" | "replica") =>
  servicePods(cluster, namespace, `app=kv-store,role=${role}`);

/** Waits until at least `count` of the pods look so, and returns these. */
async function untilPods(
  what: string,
  count: number,
  list: () => Promise<readonly LabPod[]>,
  look: (pod: LabPod) => boolean,
): Promise<readonly LabPod[]> {
  let last: readonly LabPod[] = [];
  return waitUntil(
    `${count} pods: ${what}`,
    async () => {
      last = await list();
      const matching = last.filter(look);
      return matching.length >= count && matching;
    },
    { everyMs: 100, seen: () => last.map(podReason).join(", ") },
  );
}

/** Changes the template of feature-api, as a release does. */
async function release(platform: Platform, next: Omit<Release, "replicas">): Promise<void> {
  const { cluster, namespace, replicas } = platform;
  await cluster.apply([featureApiDeployment(namespace, { replicas, ...next })]);
}

const isOf = (tag: string) => (pod: LabPod) => pod.spec.containers[0]?.image.endsWith(`:${tag}`) === true;

/** How many pods of a new release exist while none of them gets ready: surge and unavailability. */
const newPodsOfStuckRollout = 2;

/** A release whose pods end in the given trouble; waits until the rollout is stuck in it. */
async function releaseInto(
  platform: Platform,
  next: Omit<Release, "replicas">,
  reason: string,
): Promise<readonly LabPod[]> {
  await release(platform, next);
  const showsIt = (pod: LabPod) => isOf(next.tag)(pod) && podReason(pod) === reason;
  const count = Math.min(platform.replicas, newPodsOfStuckRollout);
  const settled = async () => {
    const pods = await apiPods(platform);
    return pods.some((pod) => podReason(pod) === "Terminating") ? [] : pods;
  };
  return untilPods(reason, count, settled, showsIt);
}

type Tagged = { readonly tag?: string; readonly progressDeadlineSeconds?: number };

/** Release 2.4.1 crashes at its start; its log says why. Some pods of the old one keep serving. */
export async function badRollout(
  platform: Platform,
  { tag = "2.4.1", progressDeadlineSeconds }: Tagged = {},
): Promise<readonly LabPod[]> {
  await platform.cluster.setLogs(platform.namespace, trafficLog({ total: 90, errors: 60 }), true);
  const next = { tag, fate: "crash-loop", progressDeadlineSeconds } as const;
  return releaseInto(platform, next, "CrashLoopBackOff");
}

/** Release 2.4.1 becomes ready and then serves errors: 40 of 90 lines of its log. */
export async function badRolloutReady(
  platform: Platform,
  { tag = "2.4.1", progressDeadlineSeconds }: Tagged = {},
): Promise<void> {
  const { cluster, namespace } = platform;
  await release(platform, { tag, progressDeadlineSeconds });
  await rolledOut(cluster, namespace, featureApi);
  await cluster.setLogs(namespace, trafficLog({ total: 90, errors: 40 }));
}

const RELEASE_BEFORE_MS = 2_000;

/** Living pods of feature-api, all or the first `count`, meet a fate; no release is involved. */
export async function strikePods(
  platform: Platform,
  fate: Fate,
  reason: string,
  count = platform.replicas,
): Promise<readonly LabPod[]> {
  const struck = (await apiPods(platform)).slice(0, count);
  // Kubernetes tells times in seconds: within the one of the release nobody can tell which was first.
  await sleep(RELEASE_BEFORE_MS);
  await setFate(platform.cluster, platform.namespace, struck, fate);
  return untilPods(
    reason,
    count,
    () => apiPods(platform),
    (pod) => podReason(pod) === reason,
  );
}

/** Pods of the current release crash without any change; a restart heals them. */
export function crashLoop(platform: Platform, count?: number): Promise<readonly LabPod[]> {
  return strikePods(platform, "crash-loop", "CrashLoopBackOff", count);
}

/** Pods hang: running, not ready. A restart heals them. */
export function hung(platform: Platform, count?: number): Promise<readonly LabPod[]> {
  return strikePods(platform, "never-ready", "NotReady", count);
}

/** Pods of the current release are killed for their memory; no release is involved. */
export function outOfMemory(platform: Platform, count?: number): Promise<readonly LabPod[]> {
  return strikePods(platform, "oom", "OOMKilled", count);
}

/** A release that needs more memory than its limit. */
export function outOfMemoryRelease(platform: Platform): Promise<readonly LabPod[]> {
  return releaseInto(platform, { tag: "2.4.1", fate: "oom" }, "OOMKilled");
}

/** A release whose image cannot be pulled. */
export function imageUnavailable(platform: Platform): Promise<readonly LabPod[]> {
  return releaseInto(platform, { tag: "2.4.1-typo", fate: "image-pull" }, "ImagePullBackOff");
}

/** A release that asks for more CPUs than any node has. */
export function unschedulable(platform: Platform): Promise<readonly LabPod[]> {
  return releaseInto(platform, { tag: "2.4.1", cpus: 1000 }, "Unschedulable");
}

/** The primary KV store is down: its health says so and none of its endpoints is ready. */
export async function kvDown(
  platform: Platform,
  { replicaToo = false }: { readonly replicaToo?: boolean } = {},
): Promise<void> {
  const roles = replicaToo ? (["primary", "replica"] as const) : (["primary"] as const);
  const { cluster, namespace, kv } = platform;
  for (const role of roles) {
    kv[role].behave({ kind: "down" });
    const pods = await kvPods(platform, role);
    await setFate(cluster, namespace, pods, "never-ready");
    const isDown = (pod: LabPod) => podReason(pod) === "NotReady";
    await untilPods("NotReady", pods.length, () => kvPods(platform, role), isDown);
  }
  await waitUntil("no ready endpoint of kv-store", async () => {
    const ready = await readyEndpoints(platform, "kv-store");
    return ready === 0;
  });
}

/** Somebody scaled feature-api to none. */
export async function scaledToZero(platform: Platform): Promise<void> {
  const { cluster, namespace } = platform;
  await cluster.kubectl(["scale", "-n", namespace, `deployment/${featureApi}`, "--replicas=0"]);
  await waitUntil("no pod of feature-api", async () => (await apiPods(platform)).length === 0);
}

/** Heals struck pods and the KV store, as if the trouble had passed; releases stay as they are. */
export async function recover(platform: Platform): Promise<void> {
  const { cluster, namespace, kv } = platform;
  kv.primary.behave({ kind: "ok" });
  kv.replica.behave({ kind: "ok" });
  const lists = [apiPods(platform), kvPods(platform, "primary"), kvPods(platform, "replica")];
  const pods = (await Promise.all(lists)).flat();
  await setFate(cluster, namespace, pods, "ready");
}

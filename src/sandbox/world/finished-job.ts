import { uuidFrom } from "../random.ts";
import { newMetadata, passive } from "./manifests.ts";
import { registryImage } from "./images.ts";
import { timestamp } from "./time.ts";
import type { World } from "./world.ts";

/** A Job of yesterday whose pod is done; `asFeatureApi` gives it the labels of the feature API, as careless charts do. */
export function finishedJob(world: World, asFeatureApi: boolean): void {
  const name = `feature-backfill-${Math.floor(world.nowMs / 60_000) % 100_000}`;
  const labels = { ...(asFeatureApi ? { app: "feature-api" } : { app: "feature-backfill" }), "job-name": name };
  const job = passive(world, "batch/v1", "Job", name, {
    spec: { completions: 1, parallelism: 1, backoffLimit: 3 },
    status: {
      succeeded: 1,
      startTime: timestamp(world.nowMs - 600_000),
      completionTime: timestamp(world.nowMs),
      conditions: [{ type: "Complete", status: "True", lastTransitionTime: timestamp(world.nowMs) }],
    },
  });
  const stored = world.store.put("jobs", job);
  const podName = `${name}-${world.random.suffix(5)}`;
  const terminated = {
    exitCode: 0,
    reason: "Completed",
    startedAt: timestamp(world.nowMs - 600_000),
    finishedAt: timestamp(world.nowMs),
    containerID: "containerd://finished",
  };
  const image = registryImage("feature-backfill:1.9.0");
  const condition = (
    type: string,
    status: "True" | "False",
  ): { type: string; status: "True" | "False"; reason?: string; lastTransitionTime: string } => ({
    type,
    status,
    ...(status === "False" ? { reason: "PodCompleted" } : {}),
    lastTransitionTime: timestamp(world.nowMs),
  });
  world.store.put("pods", {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      ...newMetadata(world, "Pod", podName, { labels }),
      uid: uuidFrom(`${world.seed}/pod/${podName}`),
      ownerReferences: [
        {
          apiVersion: "batch/v1",
          kind: "Job",
          name,
          uid: stored.metadata.uid,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec: { containers: [{ name: "backfill", image }], nodeName: "node-2" },
    status: {
      phase: "Succeeded",
      conditions: [
        condition("Initialized", "True"),
        condition("Ready", "False"),
        condition("ContainersReady", "False"),
        condition("PodScheduled", "True"),
      ],
      hostIP: "10.0.0.12",
      podIP: "10.42.2.251",
      startTime: timestamp(world.nowMs - 600_000),
      qosClass: "BestEffort",
      containerStatuses: [
        {
          name: "backfill",
          image,
          imageID: "",
          ready: false,
          started: false,
          restartCount: 0,
          state: { terminated },
          lastState: {},
        },
      ],
    },
  });
}

import { drawFrom } from "../random.ts";
import type { Pod } from "../world/objects.ts";
import type { World } from "../world/world.ts";

export function containerImage(pod: Pod): string {
  return pod.spec.containers[0]?.image ?? "";
}

export function isFeatureApi(pod: Pod): boolean {
  return pod.spec.containers[0]?.name === "feature-api";
}

export function hasRole(pod: Pod, role: "primary" | "replica"): boolean {
  return pod.metadata.labels?.["role"] === role;
}

/** When the pod was created, ms after the world's start; negative when before it. In whole seconds, as the API's timestamps are. */
export function createdMs(pod: Pod, world: World): number {
  return Date.parse(pod.metadata.creationTimestamp) - Math.floor(world.startedAtMs / 1000) * 1000;
}

/** A made-up entity's number: what a report must mask. */
export function entityId(draw: number): string {
  return String(10_000_000 + Math.floor(draw * 89_999_999));
}

/** A duration between two others, always the same for the same pod: pods never fail in step. */
export function spread(pod: Pod, fromMs: number, toMs: number): number {
  return Math.round(fromMs + drawFrom(`${pod.metadata.uid}/spread`) * (toMs - fromMs));
}

import type { Pod } from "../world/objects.ts";

export function containerImage(pod: Pod): string {
  return pod.spec.containers[0]?.image ?? "";
}

/** A made-up entity's number: what a report must mask. */
export function entityId(draw: number): string {
  return String(10_000_000 + Math.floor(draw * 89_999_999));
}

import { SECOND_MS } from "../world/time.ts";
import type { Fault, FaultStep } from "./fault.ts";

const ONSET_MS = -180 * SECOND_MS;

/** Nothing to do at this time but to let pods meet what it brings. */
export function onset(atMs: number): FaultStep {
  return { atMs, act: () => {} };
}

export const kvStoreDown: Fault = {
  name: "kv-store-down",
  description: "The primary KV pods lost their storage and are not ready; the replica is healthy.",
  expected: { outcome: "problem", cause: "kv-store-down", proposal: "failover-kv" },
  steps: () => [onset(ONSET_MS)],
  fate: (pod, sinceStartMs) =>
    pod.metadata.labels?.["role"] === "primary" && sinceStartMs >= ONSET_MS
      ? { kind: "not-ready", complaint: () => "StorageError: write-ahead log is read-only, refusing to serve" }
      : undefined,
};

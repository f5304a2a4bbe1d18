import { SECOND_MS } from "../world/time.ts";
import type { Fault } from "./fault.ts";
import { isFeatureApi } from "./pod-facts.ts";
import { onset } from "./step.ts";

const ONSET_MS = -180 * SECOND_MS;

export const nearKvStoreDown: Fault = {
  name: "near-kv-store-down",
  description: "The KV store answers late but says that it is well; lookups run into their deadline.",
  nearMissOf: "kv-store-down",
  expected: { outcome: "problem", cause: null, proposal: null },
  steps: () => [onset(ONSET_MS)],
  fate: (pod, sinceStartMs) =>
    isFeatureApi(pod) && sinceStartMs >= ONSET_MS
      ? {
          kind: "ready",
          readyAfterMs: 5 * SECOND_MS,
          souring: {
            afterMs: 0,
            errorShare: 0.24,
            errorType: "kv_timeout",
            complaint: (draw) => `KVTimeoutError: batch_get took ${180 + Math.floor(draw * 300)} ms, limit 50 ms`,
          },
        }
      : undefined,
  wire: { delays: [{ prefix: "kv-store:/health", delayMs: 400 }] },
};

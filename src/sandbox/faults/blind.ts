import { SECOND_MS } from "../world/time.ts";
import type { Fault } from "./fault.ts";

/** Nothing is wrong with the platform in these; what is wrong is the view of it. */
const UNKNOWN = { outcome: "inconclusive", cause: null, proposal: null } as const;

export const forbidden: Fault = {
  name: "forbidden",
  description: "The operator may not read pods, their logs, or ReplicaSets.",
  expected: UNKNOWN,
  wire: { forbidden: ["pods", "pods/log", "replicasets"] },
};

export const apiUnreachable: Fault = {
  name: "api-unreachable",
  description: "The Kubernetes API server refuses connections.",
  expected: UNKNOWN,
  wire: { kubernetesRefuses: true },
};

export const slow: Fault = {
  name: "slow",
  description: "Prometheus and the pods' logs answer more slowly than any check waits.",
  expected: UNKNOWN,
  wire: {
    delays: [
      { prefix: "prometheus:/api/v1/query", delayMs: 300 * SECOND_MS },
      { prefix: "kubernetes:/api/v1/namespaces/", includes: "/log", delayMs: 300 * SECOND_MS },
    ],
  },
};

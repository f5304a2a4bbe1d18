import { readyPodsOf } from "../world/endpoint-slices.ts";
import { matchesLabels } from "../world/label-selector.ts";
import { NAMESPACE } from "../world/names.ts";
import type { Simulation } from "../world/simulation.ts";
import { drawFrom } from "../random.ts";
import { SECOND_MS } from "../world/time.ts";

export type KvService = "kv-store" | "kv-store-replica";

export interface HealthAnswer {
  readonly code: number;
  readonly body: Record<string, unknown>;
}

/** What the pods that a KV service selects now answer to GET /health. */
export function kvHealth(simulation: Simulation, service: KvService): HealthAnswer {
  const { world } = simulation;
  const selector = world.store.get("services", NAMESPACE, service)?.spec.selector ?? {};
  const ready = readyPodsOf(world, service, NAMESPACE);
  const pods = world.store.list("pods", NAMESPACE).filter((pod) => matchesLabels(selector, pod.metadata.labels));
  const replica = selector["role"] === "replica";
  if (ready.length === 0) {
    const runtime = pods
      .map((pod) => world.runtimes.get(pod.metadata.uid))
      .find((one) => one?.fate.kind === "not-ready");
    const reason = runtime?.fate.kind === "not-ready" ? runtime.fate.complaint(0) : "no ready pods";
    return { code: 503, body: { status: "down", role: selector["role"] ?? "unknown", reason } };
  }
  const lagSeconds = Math.round(10 * (0.2 + drawFrom(`${world.seed}/lag/${Math.floor(world.nowMs / SECOND_MS)}`))) / 10;
  return {
    code: 200,
    body: {
      status: "ok",
      role: selector["role"] ?? "unknown",
      version: "7.2.1",
      readyPods: ready.length,
      ...(replica ? { replicationLagSeconds: lagSeconds } : {}),
    },
  };
}

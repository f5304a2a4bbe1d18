import { auditEventsSoFar, auditLogSize, type AuditEvent } from "../cluster/audit-events.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { waitUntil } from "../process/wait-until.ts";
import type { Proxy, Toxiproxy } from "../toxiproxy.ts";
import type { Scene } from "./scene.ts";

/** A way to the API server on which requests, or answers, can be held for a second. */
export type SlowRoad = {
  readonly server: string;
  readonly proxy: Proxy;
};

/** Long enough to see what is held and to act; several in a row still fit into what a plan may take. */
export const holdMs = 1000;

export async function slowRoad(toxiproxy: Toxiproxy, cluster: Cluster): Promise<SlowRoad> {
  const proxy = await toxiproxy.proxy(Number(new URL(cluster.serverUrl).port));
  return { server: `https://127.0.0.1:${proxy.port}`, proxy };
}

/** Holds every request before it reaches the API server; resolves with what ends that. */
export function holdRequests({ proxy }: SlowRoad): Promise<() => Promise<void>> {
  return proxy.add({ type: "latency", latency: holdMs }, "upstream");
}

/** Holds every answer of the API server; resolves with what ends that. */
export function holdAnswers({ proxy }: SlowRoad): Promise<() => Promise<void>> {
  return proxy.add({ type: "latency", latency: holdMs }, "downstream");
}

/** Watches from now on for a write of the scene's user, the server's dry runs aside; resolves when it was served. */
export async function nextWrite({ platform, user }: Scene): Promise<{ readonly served: Promise<AuditEvent> }> {
  const { cluster, namespace } = platform;
  const fromByte = await auditLogSize(cluster);
  const served = waitUntil(
    "a write to be served",
    async () => {
      const events = await auditEventsSoFar(cluster, { user, namespace, verbs: ["patch"], fromByte });
      return events.find(({ dryRun, resource }) => !dryRun && resource !== "leases");
    },
    { everyMs: 20, timeoutMs: 60_000 },
  );
  // Whoever awaits it hears of a failure; unawaited it must not end the process.
  served.catch(() => undefined);
  return { served };
}

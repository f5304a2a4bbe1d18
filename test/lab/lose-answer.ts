import { auditEventsSoFar, auditLogSize, type AuditEvent, type AuditFilter } from "./cluster/audit-events.ts";
import type { Cluster } from "./cluster/cluster.ts";
import { waitUntil } from "./process/wait-until.ts";
import type { Proxy } from "./toxiproxy.ts";

/**
 * Lets the next matching request through to the API server and loses its answer: answers are held
 * back until the audit log says that the request was served, then the connection is cut. Resolves
 * with what was served; the proxy is usable again afterwards. Call it before the request is sent.
 *
 * @param holdMs longer than a request needs to be served and logged. Every answer on the proxy
 *   waits this long, so the client's own timeout must be longer.
 */
export async function loseNextAnswer(
  cluster: Cluster,
  proxy: Proxy,
  filter: AuditFilter & { readonly timeoutMs?: number },
  holdMs = 1000,
): Promise<{ readonly served: Promise<AuditEvent> }> {
  const fromByte = await auditLogSize(cluster);
  const release = await proxy.add({ type: "latency", latency: holdMs });
  const served = (async () => {
    try {
      return await waitUntil(
        "a request whose answer is to be lost",
        async () => {
          const [event] = await auditEventsSoFar(cluster, { ...filter, fromByte });
          if (event !== undefined) await proxy.disable();
          return event;
        },
        { everyMs: 20, timeoutMs: filter.timeoutMs ?? 60_000 },
      );
    } finally {
      await release();
      await proxy.enable();
    }
  })();
  // Whoever awaits `served` hears of a failure; unawaited it must not end the process.
  served.catch(() => undefined);
  return { served };
}

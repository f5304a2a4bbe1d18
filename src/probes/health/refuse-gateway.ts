import { ClientError } from "../../clients/client-error.ts";
import type { HealthBody } from "./read-health-body.ts";

/** Bad gateway and gateway timeout: said by what stands in front of a service that it could not reach (RFC 9110, 15.6.3 and 15.6.5). */
const OF_A_GATEWAY: ReadonlySet<number> = new Set([502, 504]);

/**
 * Throws ClientError `unreachable` for a gateway's own answer: from there the service was not reached, which is not its word that it is down. One that names
 * a state is the service's.
 */
export function refuseGateway(endpoint: string, status: number, { kind, word }: HealthBody): void {
  if (!OF_A_GATEWAY.has(status) || (kind === "json" && word !== null)) return;
  const what = status === 502 ? "could not reach it" : "had no answer of it in time";
  throw new ClientError(
    "unreachable",
    `a gateway in front of endpoint ${endpoint} ${what}: HTTP ${status}`,
    `ask it past the gateway (via: port-forward), and look whether it has ready pods`,
    status,
  );
}

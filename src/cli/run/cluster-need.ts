import { isDirect } from "../../clients/http/address.ts";
import type { Address, Environment } from "../../core/environment/environment.ts";
import type { Runbook } from "../../core/runbook/runbook.ts";
import { needsKubernetes } from "./needs-kubernetes.ts";

/**
 * What runbooks need of the environment's cluster: to ask it; only the way through it to another server, by port-forward or its proxy; or nothing. Of the
 * endpoints those count that a runbook names anywhere: a word too much costs a login that is not used.
 */
export function clusterNeed(runbooks: readonly Runbook[], environment: Environment): "asked" | "way" | "none" {
  if (runbooks.some(needsKubernetes)) return "asked";
  const { alertmanager, endpoints, flink, prometheus } = environment;
  const servers: readonly (readonly [prefix: string, address: Address | undefined])[] = [
    ["prometheus.", prometheus],
    ["flink.", flink],
    ["alertmanager.", alertmanager],
  ];
  const ways = [
    ...servers.filter(([, address]) => leadsThrough(address)).map(([prefix]) => `"${prefix}`),
    ...Object.entries(endpoints).flatMap(([name, address]) => (leadsThrough(address) ? [`"${name}"`] : [])),
  ];
  if (ways.length === 0) return "none";
  const text = JSON.stringify(runbooks);
  return ways.some((way) => text.includes(way)) ? "way" : "none";
}

/** Whether this server is reached through the cluster. */
export function leadsThrough(address: Address | undefined): boolean {
  return address !== undefined && !isDirect(address);
}

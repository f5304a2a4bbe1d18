import { isDirect } from "../../clients/http/address.ts";
import type { Address, Environment } from "../../core/environment/environment.ts";
import type { Runbook } from "../../core/runbook/runbook.ts";
import { needsKubernetes } from "./needs-kubernetes.ts";

/**
 * Whether checks of these runbooks ask the environment's cluster, or a server that is reached through it, by port-forward or its proxy: somebody may have
 * to log in there first. Of the endpoints those count that a runbook names anywhere: a word too much costs a login that is not used.
 */
export function passesThroughCluster(runbooks: readonly Runbook[], environment: Environment): boolean {
  if (runbooks.some(needsKubernetes)) return true;
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
  if (ways.length === 0) return false;
  const text = JSON.stringify(runbooks);
  return ways.some((way) => text.includes(way));
}

/** Whether this server is reached through the cluster. */
export function leadsThrough(address: Address | undefined): boolean {
  return address !== undefined && !isDirect(address);
}

import type { Address, DirectAddress, ServiceAddress } from "../../core/environment/environment.ts";

export function isDirect(address: Address): address is DirectAddress {
  return "url" in address;
}

/** The URL to show and to put into an equivalent command: without user and password. Of a service, its name inside of the cluster. */
export function displayUrl(address: Address, namespace: string): string {
  if (!isDirect(address)) return `${address.scheme ?? "http"}://${serviceHost(address, namespace)}:${address.port}`;
  if (!URL.canParse(address.url)) return address.url;
  const url = new URL(address.url);
  url.username = "";
  url.password = "";
  url.search = "";
  url.hash = "";
  return url.href.replace(/(?<!\/)\/+$/, "");
}

/** A service's name in the cluster's DNS; what its certificate should carry. */
export function serviceHost(address: ServiceAddress, namespace: string): string {
  return `${address.service}.${address.namespace ?? namespace}.svc`;
}

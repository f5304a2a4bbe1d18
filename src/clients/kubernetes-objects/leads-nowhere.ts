import type { EndpointSlice, Service } from "./api-objects.ts";

/**
 * Nothing reaches the endpoints of this slice, ready or not: the Service has ports, and the slice none. So the endpoint slice controller writes the
 * pods on which it finds no port of the name that `targetPort` says. A headless Service without ports has slices without ports.
 */
export function leadsNowhere({ spec }: Pick<Service, "spec">, { ports }: EndpointSlice): boolean {
  return (spec.ports ?? []).length > 0 && (ports ?? []).length === 0;
}

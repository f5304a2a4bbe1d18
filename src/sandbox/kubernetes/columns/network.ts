import type { EndpointSlice, Service } from "../../world/objects.ts";
import { age, type Column, labelsText, name } from "./column.ts";

export const services: Column<Service>[] = [
  name,
  { name: "Type", cell: ({ spec }) => spec.type },
  { name: "Cluster-IP", cell: ({ spec }) => spec.clusterIP },
  { name: "External-IP", cell: () => "<none>" },
  { name: "Port(s)", cell: ({ spec }) => spec.ports.map((port) => `${port.port}/${port.protocol}`).join(",") },
  age,
  { name: "Selector", wide: true, cell: ({ spec }) => labelsText(spec.selector) },
];

function firstFew(texts: readonly string[]): string {
  const more = texts.length > 3 ? ` + ${texts.length - 3} more...` : "";
  return texts.length === 0 ? "<unset>" : `${texts.slice(0, 3).join(",")}${more}`;
}

export const endpointslices: Column<EndpointSlice>[] = [
  name,
  { name: "AddressType", cell: (slice) => slice.addressType },
  { name: "Ports", cell: (slice) => firstFew(slice.ports.map((port) => String(port.port))) },
  { name: "Endpoints", cell: (slice) => firstFew(slice.endpoints.flatMap((endpoint) => endpoint.addresses)) },
  age,
];

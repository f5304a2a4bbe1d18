import type { KubeObject } from "../../world/objects.ts";
import type { Resource, Stored } from "../../world/store.ts";
import { age, type Column, name } from "./column.ts";
import { events } from "./events.ts";
import { endpointslices, services } from "./network.ts";
import { passive } from "./passive.ts";
import { pods } from "./pods.ts";
import { deployments, replicasets } from "./workloads.ts";

const TYPED: { [K in Resource]?: Column<Stored[K]>[] } = {
  pods,
  deployments,
  replicasets,
  services,
  endpointslices,
  events,
};

/** The columns of a resource's table; name and age where the sandbox has no better ones. */
export function columnsOf(resource: Resource): readonly Column<KubeObject>[] {
  const found: unknown = TYPED[resource] ?? passive[resource];
  // Each list is made for the objects that are stored under its key.
  return (found as readonly Column<KubeObject>[] | undefined) ?? [name, age];
}

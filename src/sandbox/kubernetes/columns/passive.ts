import type { Passive } from "../../world/objects.ts";
import type { Resource } from "../../world/store.ts";
import { humanDuration } from "../age.ts";
import { age, type Column, name } from "./column.ts";

/** Reads a field of an object that the world's controllers have no type for. */
function field(object: Passive, ...path: readonly string[]): unknown {
  let value: unknown = object;
  for (const key of path) {
    value = typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  }
  return value;
}

function text(object: Passive, ...path: readonly string[]): string {
  const value = field(object, ...path);
  return typeof value === "string" || typeof value === "number" ? String(value) : "<none>";
}

function jobDuration(job: Passive): string {
  const started = Date.parse(text(job, "status", "startTime"));
  const completed = Date.parse(text(job, "status", "completionTime"));
  return Number.isNaN(completed - started) ? "" : humanDuration(completed - started);
}

function nodeAddress(node: Passive): string {
  const addresses = (field(node, "status", "addresses") ?? []) as { type: string; address: string }[];
  return addresses.find((one) => one.type === "InternalIP")?.address ?? "<none>";
}

function nodeWord(node: Passive): string {
  const conditions = (field(node, "status", "conditions") ?? []) as { type: string; status: string }[];
  return conditions.find((one) => one.type === "Ready")?.status === "True" ? "Ready" : "NotReady";
}

/** Columns of the kinds that no controller of the sandbox moves. */
export const passive: Partial<Record<Resource, Column<Passive>[]>> = {
  configmaps: [name, { name: "Data", cell: (object) => Object.keys(object.data ?? {}).length }, age],
  namespaces: [name, { name: "Status", cell: (object) => text(object, "status", "phase") }, age],
  leases: [name, { name: "Holder", cell: (object) => text(object, "spec", "holderIdentity") }, age],
  jobs: [
    name,
    { name: "Status", cell: (job) => (field(job, "status", "completionTime") === undefined ? "Running" : "Complete") },
    {
      name: "Completions",
      cell: (job) =>
        `${(field(job, "status", "succeeded") as number | undefined) ?? 0}/${text(job, "spec", "completions")}`,
    },
    { name: "Duration", cell: jobDuration },
    age,
  ],
  nodes: [
    name,
    { name: "Status", cell: nodeWord },
    { name: "Roles", cell: () => "<none>" },
    age,
    { name: "Version", cell: (node) => text(node, "status", "nodeInfo", "kubeletVersion") },
    { name: "Internal-IP", wide: true, cell: nodeAddress },
  ],
  poddisruptionbudgets: [
    name,
    { name: "Min Available", cell: (budget) => text(budget, "spec", "minAvailable").replace("<none>", "N/A") },
    { name: "Max Unavailable", cell: (budget) => text(budget, "spec", "maxUnavailable").replace("<none>", "N/A") },
    { name: "Allowed Disruptions", cell: (budget) => text(budget, "status", "disruptionsAllowed") },
    age,
  ],
  horizontalpodautoscalers: [
    name,
    {
      name: "Reference",
      cell: (scaler) =>
        `${text(scaler, "spec", "scaleTargetRef", "kind")}/${text(scaler, "spec", "scaleTargetRef", "name")}`,
    },
    { name: "Targets", cell: () => "<unknown>" },
    { name: "MinPods", cell: (scaler) => text(scaler, "spec", "minReplicas") },
    { name: "MaxPods", cell: (scaler) => text(scaler, "spec", "maxReplicas") },
    { name: "Replicas", cell: (scaler) => text(scaler, "status", "currentReplicas") },
    age,
  ],
};

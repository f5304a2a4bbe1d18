import type {
  Deployment,
  EndpointSlice,
  EventObject,
  KubeObject,
  Labels,
  Passive,
  Pod,
  PodSpec,
  ReplicaSet,
  Service,
} from "../world/objects.ts";
import type { Resource, Stored } from "../world/store.ts";
import { ageSince, humanDuration } from "./age.ts";

type Cell = string | number;

/** A column of kubectl's table; `wide` ones are shown by -o wide only. */
interface Column<T> {
  readonly name: string;
  readonly wide?: boolean;
  readonly type?: "string" | "integer";
  readonly cell: (object: T, nowMs: number) => Cell;
}

const name: Column<KubeObject> = { name: "Name", cell: (object) => object.metadata.name };
const age: Column<KubeObject> = {
  name: "Age",
  cell: (object, nowMs) => ageSince(object.metadata.creationTimestamp, nowMs),
};

function labelsText(labels: Labels | undefined): string {
  const text = Object.entries(labels ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .toSorted()
    .join(",");
  return text === "" ? "<none>" : text;
}

function wideContainers<T>(spec: (object: T) => PodSpec, selector: (object: T) => Labels): Column<T>[] {
  return [
    {
      name: "Containers",
      wide: true,
      cell: (object) =>
        spec(object)
          .containers.map((one) => one.name)
          .join(","),
    },
    {
      name: "Images",
      wide: true,
      cell: (object) =>
        spec(object)
          .containers.map((one) => one.image)
          .join(","),
    },
    { name: "Selector", wide: true, cell: (object) => labelsText(selector(object)) },
  ];
}

/** The word of kubectl's STATUS column. */
function podWord(pod: Pod): string {
  let word: string = pod.status.reason ?? pod.status.phase;
  let running = false;
  for (const { state, ready } of (pod.status.containerStatuses ?? []).toReversed()) {
    if (state.waiting !== undefined) {
      word = state.waiting.reason;
    } else if (state.terminated !== undefined) {
      word = state.terminated.reason || `ExitCode:${state.terminated.exitCode}`;
    } else if (ready && state.running !== undefined) {
      running = true;
    }
  }
  if (word === "Completed" && running) {
    word = "Running";
  }
  return pod.metadata.deletionTimestamp === undefined ? word : "Terminating";
}

function restarts(pod: Pod, nowMs: number): Cell {
  const statuses = pod.status.containerStatuses ?? [];
  const count = statuses.reduce((sum, one) => sum + one.restartCount, 0);
  const last =
    statuses
      .map((one) => one.lastState.terminated?.finishedAt ?? "")
      .toSorted()
      .at(-1) ?? "";
  return count > 0 && last !== "" ? `${count} (${ageSince(last, nowMs)} ago)` : String(count);
}

const pods: Column<Pod>[] = [
  name,
  {
    name: "Ready",
    cell: (pod) => {
      const ready = (pod.status.containerStatuses ?? []).filter((one) => one.ready).length;
      return `${ready}/${pod.spec.containers.length}`;
    },
  },
  { name: "Status", cell: podWord },
  { name: "Restarts", cell: restarts },
  age,
  { name: "IP", wide: true, cell: (pod) => pod.status.podIP ?? "<none>" },
  { name: "Node", wide: true, cell: (pod) => pod.spec.nodeName ?? "<none>" },
  { name: "Nominated Node", wide: true, cell: () => "<none>" },
  { name: "Readiness Gates", wide: true, cell: () => "<none>" },
];

const deployments: Column<Deployment>[] = [
  name,
  { name: "Ready", cell: ({ spec, status }) => `${status.readyReplicas ?? 0}/${spec.replicas}` },
  { name: "Up-to-date", type: "integer", cell: ({ status }) => status.updatedReplicas ?? 0 },
  { name: "Available", type: "integer", cell: ({ status }) => status.availableReplicas ?? 0 },
  age,
  ...wideContainers<Deployment>(
    (one) => one.spec.template.spec,
    (one) => one.spec.selector.matchLabels,
  ),
];

const replicasets: Column<ReplicaSet>[] = [
  name,
  { name: "Desired", type: "integer", cell: ({ spec }) => spec.replicas },
  { name: "Current", type: "integer", cell: ({ status }) => status.replicas },
  { name: "Ready", type: "integer", cell: ({ status }) => status.readyReplicas ?? 0 },
  age,
  ...wideContainers<ReplicaSet>(
    (one) => one.spec.template.spec,
    (one) => one.spec.selector.matchLabels,
  ),
];

const services: Column<Service>[] = [
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

const endpointslices: Column<EndpointSlice>[] = [
  name,
  { name: "AddressType", cell: (slice) => slice.addressType },
  { name: "Ports", cell: (slice) => firstFew(slice.ports.map((port) => String(port.port))) },
  { name: "Endpoints", cell: (slice) => firstFew(slice.endpoints.flatMap((endpoint) => endpoint.addresses)) },
  age,
];

function eventAge(event: EventObject, nowMs: number): string {
  const last = ageSince(event.lastTimestamp, nowMs);
  return event.count > 1 ? `${last} (x${event.count} over ${ageSince(event.firstTimestamp, nowMs)})` : last;
}

const events: Column<EventObject>[] = [
  { name: "Last Seen", cell: eventAge },
  { name: "Type", cell: (event) => event.type },
  { name: "Reason", cell: (event) => event.reason },
  { name: "Object", cell: (event) => `${event.involvedObject.kind.toLowerCase()}/${event.involvedObject.name}` },
  { name: "Subobject", wide: true, cell: () => "" },
  { name: "Source", wide: true, cell: (event) => event.source.component },
  { name: "Message", cell: (event) => event.message.trim() },
  { name: "First Seen", wide: true, cell: (event, nowMs) => ageSince(event.firstTimestamp, nowMs) },
  { name: "Count", wide: true, cell: (event) => event.count },
  { name: "Name", wide: true, cell: (event) => event.metadata.name },
];

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

const PASSIVE: Partial<Record<Resource, Column<Passive>[]>> = {
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
  const found: unknown = TYPED[resource] ?? PASSIVE[resource];
  // Each list is made for the objects that are stored under its key.
  return (found as readonly Column<KubeObject>[] | undefined) ?? [name, age];
}

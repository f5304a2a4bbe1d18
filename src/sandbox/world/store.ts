import type {
  Deployment,
  EndpointSlice,
  EventObject,
  KubeObject,
  Passive,
  Pod,
  ReplicaSet,
  Service,
} from "./objects.ts";

/** What is stored, by the plural name of its resource. */
export interface Stored {
  pods: Pod;
  replicasets: ReplicaSet;
  deployments: Deployment;
  services: Service;
  endpointslices: EndpointSlice;
  events: EventObject;
  endpoints: Passive;
  configmaps: Passive;
  nodes: Passive;
  namespaces: Passive;
  jobs: Passive;
  leases: Passive;
  poddisruptionbudgets: Passive;
  horizontalpodautoscalers: Passive;
  statefulsets: Passive;
  daemonsets: Passive;
  cronjobs: Passive;
}

export type Resource = keyof Stored;

const RESOURCES: readonly Resource[] = [
  "pods",
  "replicasets",
  "deployments",
  "services",
  "endpointslices",
  "events",
  "endpoints",
  "configmaps",
  "nodes",
  "namespaces",
  "jobs",
  "leases",
  "poddisruptionbudgets",
  "horizontalpodautoscalers",
  "statefulsets",
  "daemonsets",
  "cronjobs",
];

export interface StoreChange {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly resource: Resource;
  readonly version: number;
  readonly object: KubeObject;
}

/** Older changes are forgotten, and a watch that asks for them is told 410, as etcd's compaction does. */
const CHANGES_KEPT = 2000;

function keyOf(namespace: string | undefined, name: string): string {
  return `${namespace ?? ""}/${name}`;
}

/** All objects, by resource. Objects are replaced, never modified, so that a watch may still hold an old one. */
export class Store {
  readonly #objects = new Map<Resource, Map<string, KubeObject>>(RESOURCES.map((name) => [name, new Map()]));
  #changes: StoreChange[] = [];
  #version: number;
  readonly #onChange: (change: StoreChange) => void;

  constructor(firstVersion: number, onChange: (change: StoreChange) => void) {
    this.#version = firstVersion;
    this.#onChange = onChange;
  }

  /** The resourceVersion of the newest change. */
  get version(): number {
    return this.#version;
  }

  /** Changes after `version`, oldest first; undefined when some of them are forgotten. */
  changesAfter(version: number): readonly StoreChange[] | undefined {
    const oldest = this.#changes[0]?.version ?? this.#version + 1;
    if (version < oldest - 1) {
      return undefined;
    }
    return this.#changes.filter((change) => change.version > version);
  }

  get<K extends Resource>(resource: K, namespace: string | undefined, name: string): Stored[K] | undefined {
    return this.#map(resource).get(keyOf(namespace, name));
  }

  /** In the order of namespace and name, as etcd's keys give it. */
  list<K extends Resource>(resource: K, namespace?: string): Stored[K][] {
    const all = [...this.#map(resource)].sort(([left], [right]) => (left < right ? -1 : 1));
    return all.map(([, object]) => object).filter((object) => !namespace || object.metadata.namespace === namespace);
  }

  /** Unordered; for the controllers, which ask often. */
  values<K extends Resource>(resource: K): Iterable<Stored[K]> {
    return this.#map(resource).values();
  }

  /** Stores a new or changed object under the next resourceVersion and returns what is now stored. */
  put<K extends Resource>(resource: K, object: Stored[K]): Stored[K] {
    const map = this.#map(resource);
    const key = keyOf(object.metadata.namespace, object.metadata.name);
    const type = map.has(key) ? "MODIFIED" : "ADDED";
    const stored = { ...object, metadata: { ...object.metadata, resourceVersion: String(this.#version + 1) } };
    map.set(key, stored);
    this.#record(type, resource, stored);
    return stored;
  }

  remove<K extends Resource>(resource: K, object: Stored[K]): void {
    const gone = this.#map(resource).delete(keyOf(object.metadata.namespace, object.metadata.name));
    if (gone) {
      const last = { ...object, metadata: { ...object.metadata, resourceVersion: String(this.#version + 1) } };
      this.#record("DELETED", resource, last);
    }
  }

  #map<K extends Resource>(resource: K): Map<string, Stored[K]> {
    // The constructor made a map for each resource, and put() is the only writer.
    return this.#objects.get(resource) as unknown as Map<string, Stored[K]>;
  }

  #record(type: StoreChange["type"], resource: Resource, object: KubeObject): void {
    this.#version += 1;
    const change = { type, resource, version: this.#version, object };
    this.#changes.push(change);
    if (this.#changes.length > CHANGES_KEPT * 2) {
      this.#changes = this.#changes.slice(-CHANGES_KEPT);
    }
    this.#onChange(change);
  }
}

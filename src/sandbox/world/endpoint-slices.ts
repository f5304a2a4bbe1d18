import { hash32, NAME_ALPHABET, uuidFrom } from "../random.ts";
import { stampedBy } from "./field-managers.ts";
import { matchesLabels } from "./label-selector.ts";
import type { Endpoint, EndpointSlice, Passive, Pod, Service } from "./objects.ts";
import { timestamp } from "./time.ts";
import type { World } from "./world.ts";

const WRITER = { manager: "kube-controller-manager" };
const WRITTEN = ["metadata\nlabels", "metadata\nownerReferences", "addressType", "endpoints", "ports"];

function endpointOf(pod: Pod): Endpoint | undefined {
  const ip = pod.status.podIP;
  if (ip === undefined || pod.status.phase === "Succeeded" || pod.status.phase === "Failed") {
    return undefined;
  }
  const serving = pod.status.conditions.some((one) => one.type === "Ready" && one.status === "True");
  const terminating = pod.metadata.deletionTimestamp !== undefined;
  return {
    addresses: [ip],
    conditions: { ready: serving && !terminating, serving, terminating },
    ...(pod.spec.nodeName === undefined ? {} : { nodeName: pod.spec.nodeName }),
    targetRef: { kind: "Pod", name: pod.metadata.name, namespace: pod.metadata.namespace ?? "", uid: pod.metadata.uid },
  };
}

function ports(service: Service): EndpointSlice["ports"] {
  return service.spec.ports.map((port) => ({
    name: port.name,
    port: typeof port.targetPort === "number" ? port.targetPort : port.port,
    protocol: port.protocol,
  }));
}

function sliceName(world: World, service: Service): string {
  const number = hash32(`${world.seed}/slice/${service.metadata.uid}`);
  const suffix = [0, 5, 10, 15, 20].map((shift) => NAME_ALPHABET[(number >>> shift) % NAME_ALPHABET.length] ?? "b");
  return `${service.metadata.name}-${suffix.join("")}`;
}

/** The older Endpoints object, which kubectl and older clients still read. */
function legacy(world: World, service: Service, slice: EndpointSlice): void {
  const addresses = (ready: boolean): unknown[] =>
    slice.endpoints
      .filter((endpoint) => endpoint.conditions.ready === ready && !endpoint.conditions.terminating)
      .map((endpoint) => ({ ip: endpoint.addresses[0], nodeName: endpoint.nodeName, targetRef: endpoint.targetRef }));
  const ready = addresses(true);
  const notReady = addresses(false);
  const subset = {
    ...(ready.length > 0 ? { addresses: ready } : {}),
    ...(notReady.length > 0 ? { notReadyAddresses: notReady } : {}),
    ports: slice.ports,
  };
  const before = world.store.get("endpoints", service.metadata.namespace, service.metadata.name);
  const next: Passive & { subsets?: unknown } = {
    apiVersion: "v1",
    kind: "Endpoints",
    metadata: before?.metadata ?? { ...slice.metadata, name: service.metadata.name, ownerReferences: [] },
    ...(ready.length + notReady.length > 0 ? { subsets: [subset] } : {}),
  };
  world.store.put("endpoints", next);
}

/** Brings a Service's EndpointSlice up to date with the pods that its selector now matches. */
export function syncEndpoints(world: World, service: Service): void {
  const { namespace, name } = service.metadata;
  const selector = service.spec.selector;
  if (selector === undefined) {
    return;
  }
  const endpoints = Array.from(world.store.values("pods"))
    .filter((pod) => pod.metadata.namespace === namespace && matchesLabels(selector, pod.metadata.labels))
    .map(endpointOf)
    .filter((endpoint) => endpoint !== undefined);
  const known = world.store.get("endpointslices", namespace, sliceName(world, service));
  if (known !== undefined && JSON.stringify(known.endpoints) === JSON.stringify(endpoints)) {
    return;
  }
  const slice: EndpointSlice = {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: known?.metadata ?? {
      name: sliceName(world, service),
      generateName: `${name}-`,
      ...(namespace === undefined ? {} : { namespace }),
      uid: uuidFrom(`${world.seed}/slice/${name}`),
      resourceVersion: "",
      generation: 1,
      creationTimestamp: timestamp(world.nowMs),
      labels: {
        ...service.metadata.labels,
        "endpointslice.kubernetes.io/managed-by": "endpointslice-controller.k8s.io",
        "kubernetes.io/service-name": name,
      },
      ownerReferences: [
        {
          apiVersion: "v1",
          kind: "Service",
          name,
          uid: service.metadata.uid,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    addressType: "IPv4",
    endpoints,
    ports: ports(service),
  };
  const metadata = stampedBy(slice, WRITER, WRITTEN, world.nowMs);
  legacy(world, service, world.store.put("endpointslices", { ...slice, metadata }));
}

/** The pods that a Service now sends to. */
export function readyPodsOf(world: World, service: string, namespace: string): readonly string[] {
  for (const slice of world.store.values("endpointslices")) {
    const named = slice.metadata.labels?.["kubernetes.io/service-name"] === service;
    if (named && slice.metadata.namespace === namespace) {
      return slice.endpoints.filter((endpoint) => endpoint.conditions.ready).map((endpoint) => endpoint.targetRef.uid);
    }
  }
  return [];
}

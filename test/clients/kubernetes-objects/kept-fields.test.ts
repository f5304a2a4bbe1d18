import { describe, expect, it } from "vitest";
import { keptFields } from "../../../src/clients/kubernetes-objects/kept-fields.ts";
import { shapeOf } from "../../../src/clients/kubernetes-objects/object-shapes.ts";

const container = {
  name: "api",
  image: "api:1",
  restartPolicy: "Always",
  env: [{ name: "A", value: "1" }],
  ports: [{ name: "http", containerPort: 80 }],
  resources: { requests: { cpu: "1" } },
};
const status = {
  name: "api",
  ready: true,
  restartCount: 1,
  imageID: "sha256:1",
  state: { running: { startedAt: "2026-11-22T14:00:00Z" } },
  lastState: { terminated: { reason: "Error", exitCode: 1 } },
};
const metadata = {
  name: "a",
  uid: "1",
  labels: { app: "a" },
  annotations: { note: "b" },
  ownerReferences: [{ uid: "2", kind: "ReplicaSet", name: "c" }],
  managedFields: [{ manager: "kubelet" }],
};
const pod = {
  metadata,
  spec: {
    nodeName: "node-1",
    containers: [container],
    initContainers: [container],
    overhead: { cpu: "1m" },
    resources: { requests: { cpu: "2" } },
    volumes: [{ name: "data" }],
  },
  status: {
    phase: "Failed",
    reason: "Evicted",
    message: "disk",
    startTime: "2026-11-22T14:00:00Z",
    podIP: "10.0.0.1",
    conditions: [{ type: "Ready", status: "False" }],
    containerStatuses: [status],
    initContainerStatuses: [status],
  },
};

/** All paths that a look at the shape reads. */
function readOf(resource: string, value: object): ReadonlySet<string> {
  const read = new Set<string>();
  const watched = (at: object, path: string): object =>
    new Proxy(at, {
      get(target, key) {
        const found: unknown = Reflect.get(target, key);
        if (typeof key === "symbol") return found;
        const place = `${path}.${key}`;
        if (found !== undefined) read.add(place);
        return typeof found === "object" && found !== null ? watched(found, place) : found;
      },
    });
  expect(shapeOf(resource)?.(watched(value, ""))).toBeNull();
  return read;
}

describe("a pod of a list", () => {
  it("keeps all that is looked at, and else nothing", () => {
    const whole = [...readOf("pods", pod)].filter((path) => !path.startsWith(".metadata.managedFields"));
    const kept = keptFields("pods", pod);
    expect([...readOf("pods", kept as object)].toSorted()).toEqual(whole.toSorted());
    expect(JSON.stringify(kept)).not.toMatch(/managedFields|env|image|volumes|podIP/);
  });

  it("may be without a spec, a status or containers", () => {
    expect(keptFields("pods", { metadata: { name: "a" }, status: null })).toEqual({
      metadata: { name: "a" },
      status: null,
    });
    const unstarted = { metadata: {}, spec: { containers: null }, status: { phase: "Pending" } };
    expect(keptFields("pods", unstarted)).toEqual(unstarted);
  });
});

describe("an object of another list", () => {
  it("keeps its template, as a revision is told by it", () => {
    const set = { metadata, spec: { template: { spec: { containers: [container] } } } };
    expect(keptFields("replicasets", set)).toEqual({
      metadata: { ...metadata, managedFields: undefined },
      spec: set.spec,
    });
  });

  it("is kept whole where who wrote it is asked about", () => {
    expect(keptFields("endpointslices", { metadata })).toEqual({ metadata });
  });
});

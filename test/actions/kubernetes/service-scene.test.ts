import { describe, expect, test } from "vitest";
import type { EndpointSlice } from "../../../src/actions/kubernetes/objects.ts";
import { readReadyPods, readServiceScene, readyEndpoints } from "../../../src/actions/kubernetes/service-scene.ts";
import { pod } from "./fixtures.ts";
import { stubContext } from "./stub-cluster.ts";

const metadata = { name: "kv-store", uid: "s-1", resourceVersion: "5" };
const primary = { app: "kv-store", role: "primary" };
const slice = (endpoints: NonNullable<EndpointSlice["endpoints"]> | null): EndpointSlice => ({ metadata, endpoints });
const leadsTo = (uid: string) => ({ addresses: ["10.0.0.1"], targetRef: { uid }, conditions: { ready: true } });

function cluster(service: unknown) {
  const { context } = stubContext({
    get: (path) => (path === "/api/v1/namespaces/ml/services/kv-store" ? service : undefined),
    // As a server does: the slices of this service, and only them, carry its name.
    list: (path, { labelSelector }) =>
      path.endsWith("/endpointslices") && labelSelector === "kubernetes.io/service-name=kv-store"
        ? [slice([leadsTo("p1")])]
        : [slice([leadsTo("another-service's")])],
  });
  return context.doors.kubernetes().then((client) => readServiceScene(client, "ml", "kv-store", context.signal));
}

describe("a service and what it leads to", () => {
  test("has its selector and the ready endpoints of its own slices", async () => {
    const service = { metadata, spec: { selector: primary } };
    expect(await cluster(service)).toEqual({
      namespace: "ml",
      service,
      selector: primary,
      readyEndpoints: new Set(["p1"]),
    });
  });

  test.each(["a,b=c", "a in (b,c),!d"])("one of the name %j is asked about by no other selector", async (name) => {
    const { context } = stubContext({ get: () => ({ metadata, spec: { selector: primary } }) });
    const client = await context.doors.kubernetes();
    await expect(readServiceScene(client, "ml", name, context.signal)).rejects.toThrow(/is no value of a label/);
  });

  const byOthers = "service/kv-store has no selector: its endpoints are kept by somebody else";
  test.each([
    ["without a selector", { metadata, spec: {} }, byOthers],
    ["with null for a selector", { metadata, spec: { selector: null } }, byOthers],
    ["with an empty selector", { metadata, spec: { selector: {} } }, byOthers],
    [
      "that is an external name, whose selector counts for nothing",
      { metadata, spec: { type: "ExternalName", selector: primary } },
      byOthers,
    ],
    [
      "that is being deleted",
      { metadata: { ...metadata, deletionTimestamp: "2026-11-22T03:00:00Z" }, spec: { selector: primary } },
      "service/kv-store is being deleted",
    ],
  ])("%s is refused", async (_, service, message) => {
    await expect(cluster(service)).rejects.toMatchObject({ name: "PlanRefusal", message });
  });
});

describe("ready endpoints", () => {
  test.each([
    ["said to be ready", [slice([leadsTo("p1")])], ["p1"]],
    [
      "not said: ready",
      [
        slice([
          { ...leadsTo("p1"), conditions: {} },
          { ...leadsTo("p2"), conditions: null },
        ]),
      ],
      ["p1", "p2"],
    ],
    ["said to be null: ready", [slice([{ ...leadsTo("p1"), conditions: { ready: null } }])], ["p1"]],
    ["no conditions at all: ready", [slice([{ addresses: ["10.0.0.1"], targetRef: { uid: "p1" } }])], ["p1"]],
    ["said to be not ready", [slice([{ ...leadsTo("p1"), conditions: { ready: false } }])], []],
    ["a pod in two slices, for two families of addresses", [slice([leadsTo("p1")]), slice([leadsTo("p1")])], ["p1"]],
    ["without a pod: by their addresses", [slice([{ addresses: ["10.0.0.1", "10.0.0.2"] }])], ["10.0.0.1,10.0.0.2"]],
    ["a slice with none", [slice([]), slice(null), { metadata }], []],
  ])("%s", (_, slices, ready) => {
    expect([...readyEndpoints({ metadata, spec: {} }, slices)]).toEqual(ready);
  });

  test("where the Service has ports, those of a slice without any are reached by nothing", () => {
    const service = { metadata, spec: { ports: [{ targetPort: "http" }] } };
    const named = { ...slice([leadsTo("p1")]), ports: [{ name: "http", port: 8080 }] };
    const portless = { ...slice([leadsTo("p2")]), ports: [] };
    expect([...readyEndpoints(service, [named, portless])]).toEqual(["p1"]);
    expect([...readyEndpoints(service, [{ ...portless, ports: null }, slice([leadsTo("p3")])])]).toEqual([]);
  });
});

test("the ready pods of a selector are asked for by it, and those that are not ready left out", async () => {
  const asked: unknown[] = [];
  const { context } = stubContext({
    list: (path, query) => {
      asked.push([path, query]);
      return [pod("r1", "rs", true), pod("r2", "rs", false)];
    },
  });
  const pods = await readReadyPods(await context.doors.kubernetes(), "ml", primary, context.signal);
  expect(pods.map((each) => each.metadata.name)).toEqual(["r1"]);
  expect(asked).toEqual([["/api/v1/namespaces/ml/pods", { labelSelector: "app=kv-store,role=primary" }]]);
});

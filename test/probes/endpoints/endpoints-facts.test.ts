import { expect, test } from "vitest";
import type { KubernetesClient } from "../../../src/clients/kubernetes-client.ts";
import type { EndpointSlice, Service } from "../../../src/clients/kubernetes-objects/api-objects.ts";
import { gatherServiceEndpoints } from "../../../src/probes/endpoints/endpoints-facts.ts";

const metadata = { name: "kv-store", uid: "s-1" };
const http = [{ name: "http", port: 80, targetPort: "http" }];
const slice = (ports: EndpointSlice["ports"] | undefined, ...uids: readonly string[]): EndpointSlice => ({
  metadata,
  endpoints: uids.map((uid) => ({ addresses: [uid], conditions: { ready: true }, targetRef: { uid, name: uid } })),
  ...(ports === undefined ? {} : { ports }),
});

async function gather(ports: Service["spec"]["ports"] | undefined, slices: readonly EndpointSlice[]) {
  const service = { metadata, spec: { selector: { app: "kv" }, ...(ports === undefined ? {} : { ports }) } };
  const kubernetes = {
    namespace: "ml",
    get: async () => service,
    list: async () => slices,
  } as unknown as KubernetesClient;
  const { endpoints } = await gatherServiceEndpoints(kubernetes, "kv-store", new AbortController().signal);
  return Object.fromEntries(endpoints.map(({ name, portless }) => [name, portless]));
}

// So the endpoint slice controller writes pods on which it finds no port of the name: ready, in a slice without ports.
test.each([
  ["an empty list", [] as const],
  ["null", null],
  ["nothing", undefined],
])("pods whose slice has %s for ports, where the Service has some, are reached by nothing", async (_, ports) => {
  const named = slice([{ name: "http", port: 8080 }], "a");
  expect(await gather(http, [named, slice(ports, "b", "c")])).toEqual({ a: false, b: true, c: true });
});

test("a port without a number stands for all", async () => {
  expect(await gather(http, [slice([{ name: "", port: null }], "a")])).toEqual({ a: false });
});

test.each([
  ["an empty list", [] as const],
  ["null", null],
  ["nothing", undefined],
])("a headless Service may have %s for ports, and its slices none", async (_, ports) => {
  expect(await gather(ports, [slice([], "a"), slice(null, "b")])).toEqual({ a: false, b: false });
});

test("one that is listed for two families of addresses is not reached where either slice has no port", async () => {
  const named = slice([{ name: "http", port: 8080 }], "a");
  expect(await gather(http, [named, slice([], "a")])).toEqual({ a: true });
  expect(await gather(http, [slice([], "a"), named])).toEqual({ a: true });
});

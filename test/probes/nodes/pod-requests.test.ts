import { expect, test } from "vitest";
import { podRequest } from "../../../src/probes/nodes/pod-requests.ts";
import { resourceQuantity } from "../../../src/probes/nodes/resource-quantity.ts";

const asks = (cpu: string, more = {}) => ({ resources: { requests: { cpu } }, ...more });

test.each([
  ["7800m", 7.8],
  ["8", 8],
  ["0.5", 0.5],
  ["30Gi", 32_212_254_720],
  ["128M", 128_000_000],
  ["1e3", 1_000],
  ["2E", 2e18],
  ["100k", 100_000],
  ["12E2", 1_200],
  ["1.5Q", null],
  ["", null],
  [undefined, null],
])("the quantity %j is %j", (text, value) => {
  expect(resourceQuantity(text)).toBe(value);
});

// By the rules of "Init containers" in Kubernetes' documentation.
test.each([
  ["containers add up", { containers: [asks("1"), asks("500m")] }, 1.5],
  ["an init container runs alone before them", { containers: [asks("1")], initContainers: [asks("3"), asks("2")] }, 3],
  ["a smaller one takes nothing more", { containers: [asks("4")], initContainers: [asks("3")] }, 4],
  [
    "a sidecar runs beside them, and beside what starts after it",
    {
      containers: [asks("1")],
      initContainers: [asks("2", { restartPolicy: "Always" }), asks("3"), asks("1", { restartPolicy: "Always" })],
    },
    5,
  ],
  ["the runtime's overhead comes on top", { containers: [asks("1")], overhead: { cpu: "250m" } }, 1.25],
  ["a pod may say it for itself", { containers: [asks("1")], resources: { requests: { cpu: "2" } } }, 2],
  ["without requests it is nothing", { containers: [{}, { resources: {} }] }, 0],
])("%s", (_what, spec, cpu) => {
  expect(podRequest({ spec }, "cpu")).toBeCloseTo(cpu, 9);
});

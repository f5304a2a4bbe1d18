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
  ["2E-3", 0.002],
  ["1e+12", 1e12],
  ["+5", 5],
  ["-5", -5],
  [".25", 0.25],
  ["1.75", 1.75],
  ["5.", 5],
  ["1Ki", 1_024],
  [" 5", null],
  ["5 Gi", null],
  ["5Gi!", null],
  ["Gi", null],
  ["1.2.3", null],
  ["1e", null],
  // The name of what every object has is no unit.
  ["5toString", null],
  ["1.5Q", null],
  ["", null],
  [undefined, null],
])("the quantity %j is %j", (text, value) => {
  expect(resourceQuantity(text)).toBe(value);
});

// By the rules of "Init containers" in Kubernetes' documentation.
test.each<[string, object | undefined, number]>([
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
  [
    "a sidecar is counted once, with or without init containers",
    { containers: [asks("1")], initContainers: [asks("3", { restartPolicy: "Always" })] },
    4,
  ],
  [
    "an init container that restarts on failure runs alone all the same",
    { containers: [asks("1")], initContainers: [asks("3", { restartPolicy: "OnFailure" })] },
    3,
  ],
  ["the runtime's overhead comes on top", { containers: [asks("1")], overhead: { cpu: "250m" } }, 1.25],
  ["a pod may say it for itself", { containers: [asks("1")], resources: { requests: { cpu: "2" } } }, 2],
  [
    "the overhead comes on top of that, too",
    { containers: [asks("1")], resources: { requests: { cpu: "2" } }, overhead: { cpu: "250m" } },
    2.25,
  ],
  [
    "without requests it is nothing",
    { containers: [{}, { resources: {} }, { resources: null }], initContainers: [{}] },
    0,
  ],
  ["what the server leaves out is nothing", { initContainers: null, overhead: null, resources: null }, 0],
  ["a pod that says nothing asks for nothing", undefined, 0],
])("%s", (_what, spec, cpu) => {
  expect(podRequest(spec === undefined ? {} : { spec }, "cpu")).toBeCloseTo(cpu, 9);
});

test("memory is counted apart from CPUs, in bytes", () => {
  const spec = { containers: [{ resources: { requests: { cpu: "1", memory: "1Gi" } } }], overhead: { memory: "1Mi" } };
  expect(podRequest({ spec }, "memory")).toBe(2 ** 30 + 2 ** 20);
  expect(podRequest({ spec }, "cpu")).toBe(1);
});

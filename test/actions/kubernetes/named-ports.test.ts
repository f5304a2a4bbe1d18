import { expect, test } from "vitest";
import { missingPorts } from "../../../src/actions/kubernetes/named-ports.ts";
import { pod } from "./fixtures.ts";

const metadata = { name: "kv-store", uid: "s-1", resourceVersion: "5" };
const listening = (...names: readonly string[]) => ({
  ...pod("p", "rs", true),
  spec: {
    containers: [{ name: "sidecar" }, { name: "kv", ports: [{}, ...names.map((name) => ({ name }))] }],
  },
});

// A Service finds a port by name in whichever container has it; a number is tried as it is, and so is a port without a target.
test.each([
  ["the name is there, in the second container", ["http"], [listening("http")], []],
  ["of two names one is there", ["http", "admin"], [listening("admin")], ["http"]],
  ["the names are spread over the pods", ["http", "admin"], [listening("admin"), listening("http")], []],
  ["a number and no target need no name", [8080, undefined], [listening()], []],
  ["pods of which nothing is told", ["http"], [pod("p", "rs", true)], ["http"]],
  ["a service without ports", undefined, [listening("http")], []],
])("ports that lead nowhere: %s", (_, targets, pods, missing) => {
  const ports = targets?.map((targetPort) => (targetPort === undefined ? {} : { targetPort }));
  expect(missingPorts({ metadata, spec: { ...(ports && { ports }) } }, pods)).toEqual(missing);
});

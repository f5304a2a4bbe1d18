import { describe, expect, it } from "vitest";
import { passesThroughCluster } from "../../../src/cli/run/through-cluster.ts";
import { bareEnvironment, type Environment } from "../../../src/core/environment/environment.ts";
import type { Runbook } from "../../../src/core/runbook/runbook.ts";

const asking = (probe: string, args: object = {}, parameters: object = {}) =>
  ({ parameters, investigation: [{ probe, args }], mitigation: [] }) as unknown as Runbook;
const inCluster = { service: "kv-store", port: 8080, via: "port-forward" } as const;
const environment: Environment = {
  ...bareEnvironment("staging"),
  prometheus: { url: "https://prometheus.staging:9090" },
  flink: { service: "flink", port: 8081, via: "proxy" },
  endpoints: { kv: inCluster, near: { url: "http://near" } },
};

describe("whether a runbook passes through the cluster", () => {
  it.each<[string, Runbook, boolean]>([
    ["does where a check asks it", asking("kubernetes.pods"), true],
    ["does to Flink, which is reached through it", asking("flink.job"), true],
    ["does to an endpoint that it names", asking("http.health", { endpoint: "kv" }), true],
    [
      "does to an endpoint that a parameter names",
      asking("http.health", { endpoint: "{{ store }}" }, { store: { default: "kv" } }),
      true,
    ],
    ["does not to what has a URL", asking("prometheus.query"), false],
    ["does not to an endpoint that it does not name", asking("http.health", { endpoint: "near" }), false],
  ])("%s", (_, runbook, passes) => {
    expect(passesThroughCluster([runbook], environment)).toBe(passes);
  });
});

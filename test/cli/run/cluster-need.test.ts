import { describe, expect, it } from "vitest";
import { clusterNeed } from "../../../src/cli/run/cluster-need.ts";
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

describe("what a runbook needs of the cluster", () => {
  it.each<[string, Runbook, "asked" | "way" | "none"]>([
    ["is that it is asked, by a check of it", asking("kubernetes.pods"), "asked"],
    ["is the way to Flink, which is reached through it", asking("flink.job"), "way"],
    ["is the way to an endpoint that it names", asking("http.health", { endpoint: "kv" }), "way"],
    [
      "is the way to an endpoint that a parameter names",
      asking("http.health", { endpoint: "{{ store }}" }, { store: { default: "kv" } }),
      "way",
    ],
    ["is nothing for what has a URL", asking("prometheus.query"), "none"],
    ["is nothing for an endpoint that it does not name", asking("http.health", { endpoint: "near" }), "none"],
  ])("%s", (_, runbook, need) => {
    expect(clusterNeed([runbook], environment)).toBe(need);
  });
});

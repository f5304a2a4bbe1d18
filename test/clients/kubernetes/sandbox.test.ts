import { beforeAll, afterAll, describe, expect, it } from "vitest";
import { openDoors } from "../../../src/clients/open-doors.ts";
import { bareEnvironment } from "../../../src/core/environment/environment.ts";
import { type Sandbox, startSandbox } from "../../../src/sandbox/start.ts";
import { failureOf, soon } from "../failure.ts";

describe("the doors on the sandbox", () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    const startedAtMs = Date.now();
    sandbox = await startSandbox({ fault: "none", seed: 1, startedAtMs, now: () => Date.now() });
  });
  afterAll(() => sandbox.close());

  function doors() {
    const environment = {
      ...bareEnvironment("sandbox"),
      kubernetes: { kubeconfig: "/kubeconfig" },
      prometheus: { url: sandbox.prometheusUrl },
      endpoints: {
        kv: { url: sandbox.endpoints["kv-store"] },
        proxied: { service: "kv-store", port: 8080, via: "proxy" } as const,
        nowhere: { service: "kv-store", port: 9, via: "proxy" } as const,
      },
    };
    return openDoors(environment, { env: {}, readFile: async () => sandbox.kubeconfigYaml });
  }

  it("open: the cluster, Prometheus, and an endpoint by two ways with one answer", async () => {
    const open = doors();
    try {
      const kubernetes = await open.kubernetes();
      expect(kubernetes).toMatchObject({ namespace: "ml", context: "sandbox", server: sandbox.kubernetesUrl });
      expect(await kubernetes.whoAmI(soon())).not.toBeNull();
      expect((await kubernetes.list("/api/v1/namespaces/ml/pods", {}, soon())).length).toBeGreaterThan(0);
      const { result } = await (await open.prometheus()).query("sum(feature_lookups_total)", soon());
      expect(result).toHaveLength(1);
      const direct = await (await open.endpoint("kv")).get("/health", {}, soon());
      const proxied = await (await open.endpoint("proxied")).get("/health", {}, soon());
      expect(direct.status).toBe(200);
      expect(JSON.parse(proxied.body)).toMatchObject({
        status: (JSON.parse(direct.body) as { status: string }).status,
      });
      expect(await failureOf((await open.endpoint("nowhere")).get("/health", {}, soon()))).toMatchObject({
        code: "not-configured",
        status: 503,
      });
    } finally {
      await open.close();
    }
  });
});

import { afterAll, beforeAll, expect, it } from "vitest";
import { openDoors } from "../../../src/clients/open-doors.ts";
import { bareEnvironment } from "../../../src/core/environment/environment.ts";
import { failureOf, soon } from "../../clients/failure.ts";
import { serviceProxyRules } from "../cluster/access-rules.ts";
import { startSecondApiServer, type SecondApiServer } from "../cluster/second-api-server.ts";
import type { LabUser } from "../cluster/pki.ts";
import { describeLab, sharedCluster } from "../cluster-from-injected.ts";
import { kvPodPorts } from "../platform/manifests.ts";
import { startPlatform, type Platform } from "../platform/platform.ts";

const address = { service: "kv-store", port: 8080, via: "proxy" } as const;
const endpoints = {
  kv: address,
  named: { ...address, port: "http" },
  wrong: { ...address, port: 9 },
  none: { ...address, service: "nope" },
  idle: { ...address, service: "idle" },
};

describeLab("a service reached through a real API server", () => {
  let platform: Platform;
  let server: SecondApiServer;
  const closing: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    platform = await startPlatform(sharedCluster());
    server = await startSecondApiServer(platform.cluster, new Map([[kvPodPorts.primary, platform.kv.primary.port]]));
    await platform.cluster.grant(platform.namespace, "operator", serviceProxyRules);
  });
  afterAll(async () => {
    for (const close of closing) await close();
    await server.close();
    await platform.close();
  });

  async function doorsOf(user: LabUser) {
    const kubeconfig = await platform.cluster.kubeconfigFor(user, platform.namespace, { server: server.serverUrl });
    const doors = openDoors({ ...bareEnvironment("lab"), kubernetes: { kubeconfig }, endpoints }, { env: {} });
    closing.push(() => doors.close());
    return doors;
  }

  it("answers as its pods do, by the number and by the name of its port", async () => {
    const doors = await doorsOf("operator");
    for (const name of ["kv", "named"]) {
      const answer = await (await doors.endpoint(name)).get("/health", { deep: "a b&c" }, soon());
      expect(answer).toMatchObject({ status: 200, body: '{"status":"ok"}' });
    }
    // The pods' own addresses, as the API server read them, and the path as we asked it.
    expect(server.network.wanted.length).toBeGreaterThan(0);
    for (const pod of server.network.wanted) expect(pod).toMatch(/^10\.\d+\.\d+\.\d+:8080$/);
    expect(platform.kv.primary.requests).toContain("GET /health?deep=a+b%26c");
    const { vantage } = await doors.endpoint("kv");
    expect(vantage).toContain(`through the API server ${server.serverUrl}`);
  });

  it("is unhealthy by its own word, not by the API server's", async () => {
    const kv = await (await doorsOf("operator")).endpoint("kv");
    platform.kv.primary.behave({ kind: "down" });
    expect(await kv.get("/health", {}, soon())).toMatchObject({ status: 503, body: '{"status":"down"}' });
    platform.kv.primary.behave({ kind: "silent" });
    expect(await failureOf(kv.get("/health", {}, AbortSignal.timeout(500)))).toMatchObject({ code: "timeout" });
    platform.kv.primary.behave({ kind: "reset" });
    expect(await failureOf(kv.get("/health", {}, soon()))).toMatchObject({ code: "unreachable" });
    platform.kv.primary.behave({ kind: "ok" });
  });

  it("says what is in the way: no such service, no such port, no ready pods, no permission", async () => {
    const { cluster, namespace } = platform;
    const spec = { selector: { app: "idle" }, ports: [{ port: 8080 }] };
    await cluster.apply([{ apiVersion: "v1", kind: "Service", metadata: { name: "idle", namespace }, spec }]);
    const doors = await doorsOf("operator");
    expect(await failureOf((await doors.endpoint("none")).get("/", {}, soon()))).toMatchObject({ code: "not-found" });
    const wrong = await failureOf((await doors.endpoint("wrong")).get("/", {}, soon()));
    expect(wrong).toMatchObject({ code: "not-configured", status: 503 });
    expect(wrong.hint).toBe(`take a port that service ${namespace}/kv-store has`);
    const idle = await failureOf((await doors.endpoint("idle")).get("/", {}, soon()));
    expect(idle).toMatchObject({ code: "unreachable", status: 503 });
    expect(idle.hint).toContain(`has service ${namespace}/idle ready pods`);
    const forbidden = await failureOf((await (await doorsOf("viewer")).endpoint("kv")).get("/health", {}, soon()));
    expect(forbidden).toMatchObject({ code: "forbidden", status: 403 });
    expect(forbidden.hint).toContain("services/proxy");
  });
});

import { describe, expect, it } from "vitest";
import { ERROR_RATIO, testSandbox, type TestSandbox } from "./harness.ts";

const SERVICE = "/api/v1/namespaces/ml/services/kv-store";

async function health(started: TestSandbox, name: "kv-store" | "kv-store-replica") {
  const response = await fetch(`${started.sandbox.endpoints[name]}/health`);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

function failOver(started: TestSandbox) {
  return started.kubernetes("PATCH", SERVICE, {
    body: { spec: { selector: { role: "replica" } } },
    contentType: "application/strategic-merge-patch+json",
  });
}

describe("a lost primary", () => {
  it("is healed by the failover: health, endpoints, and after the window the errors", async () => {
    await using started = await testSandbox({ fault: "kv-store-down" });
    expect(await health(started, "kv-store")).toMatchObject({ status: 503, body: { status: "down" } });
    const replica = await health(started, "kv-store-replica");
    expect(replica).toMatchObject({ status: 200, body: { status: "ok", role: "replica" } });
    expect(replica.body["replicationLagSeconds"]).toBeLessThan(2);
    expect(await started.query(ERROR_RATIO)).toBeGreaterThan(0.6);
    expect((await started.kubernetes("GET", `${SERVICE}:8080/proxy/health`)).status).toBe(503);

    expect((await failOver(started)).status).toBe(200);
    expect(await health(started, "kv-store")).toMatchObject({ status: 200, body: { status: "ok", role: "replica" } });
    expect((await started.kubernetes("GET", `${SERVICE}:8080/proxy/health`)).body).toMatchObject({ status: "ok" });
    started.pass(60);
    const half = await started.query(ERROR_RATIO);
    expect(half).toBeGreaterThan(0.3);
    expect(half).toBeLessThan(0.42);
    started.pass(65);
    expect(await started.query(ERROR_RATIO)).toBeLessThan(0.01);
  });

  it("is not healed by failing over to a replica that is down too", async () => {
    await using started = await testSandbox({ fault: "kv-and-replica-down" });
    await failOver(started);
    started.pass(300);
    expect((await health(started, "kv-store")).status).toBe(503);
    expect(await started.query(ERROR_RATIO)).toBeGreaterThan(0.6);
  });
});

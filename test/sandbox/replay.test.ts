import { describe, expect, it } from "vitest";
import { DEPLOYMENT, STARTED_AT_MS, testSandbox } from "./harness.ts";

const PATHS = [
  DEPLOYMENT,
  "/api/v1/namespaces/ml/pods",
  "/apis/apps/v1/namespaces/ml/replicasets",
  "/api/v1/namespaces/ml/services",
  "/apis/coordination.k8s.io/v1/namespaces/ml/leases",
  "/api/v1/namespaces/ml/events",
];

describe("a world met again by another process", () => {
  it("is the same, down to versions and names", async () => {
    await using first = await testSandbox({ fault: "bad-rollout" });
    const merge = "application/merge-patch+json";
    const lease = { metadata: { name: "target" }, spec: { holderIdentity: "run" } };
    first.pass(7);
    await first.kubernetes("POST", "/apis/coordination.k8s.io/v1/namespaces/ml/leases", { body: lease });
    first.pass(3);
    const image = [
      { op: "replace", path: "/spec/template/spec/containers/0/image", value: "registry.example/feature-api:2.4.0" },
    ];
    await first.kubernetes("PATCH", DEPLOYMENT, { body: image, contentType: "application/json-patch+json" });
    await first.kubernetes("PATCH", DEPLOYMENT, { body: { spec: { replicas: -1 } }, contentType: merge });
    first.pass(15);
    await first.kubernetes("PATCH", `${DEPLOYMENT}/scale`, { body: { spec: { replicas: 5 } }, contentType: merge });
    first.pass(20);
    const pods = await first.kubernetes<{ items: { metadata: { name: string } }[] }>("GET", PATHS[1] ?? "");
    await first.kubernetes("DELETE", `${PATHS[1]}/${pods.body.items[0]?.metadata.name}`);
    first.pass(40);
    expect(first.mutations.map((mutation) => mutation.method)).toEqual(["POST", "PATCH", "PATCH", "DELETE"]);

    const nowMs = STARTED_AT_MS + 85_000;
    await using second = await testSandbox({ fault: "bad-rollout", mutations: first.mutations, now: () => nowMs });
    for (const path of PATHS) {
      expect((await second.kubernetes("GET", path)).body).toEqual((await first.kubernetes("GET", path)).body);
    }
    const query = `${first.sandbox.prometheusUrl}/api/v1/query?query=feature_lookups_total`;
    const again = `${second.sandbox.prometheusUrl}/api/v1/query?query=feature_lookups_total`;
    expect(await (await fetch(again)).json()).toEqual(await (await fetch(query)).json());
  });

  it("is refused when its writes do not fit", async () => {
    const mutation = {
      atMs: STARTED_AT_MS,
      user: "sandbox-operator",
      method: "PATCH",
      path: `${DEPLOYMENT}x`,
      contentType: "application/merge-patch+json",
      body: "{}",
    };
    await expect(testSandbox({ fault: "none", mutations: [mutation] })).rejects.toThrow(
      /not accepted again; start a new run/,
    );
  });

  it("names the faults there are when asked for another", async () => {
    await expect(testSandbox({ fault: "nope" })).rejects.toThrow(/no fault named nope; there are none, bad-rollout, /);
  });
});

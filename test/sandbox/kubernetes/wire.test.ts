import { get, request } from "node:https";
import { describe, expect, it } from "vitest";
import { DEPLOYMENT, testSandbox } from "../harness.ts";

interface PodList {
  metadata: { continue?: string; remainingItemCount?: number; resourceVersion: string };
  items: { metadata: { name: string; uid: string } }[];
}
interface Versioned {
  metadata: { resourceVersion: string; generation: number; annotations: Record<string, string> };
}

describe("who may do what", () => {
  it("refuses a wrong token and none, but tells its version and health to everyone", async () => {
    await using started = await testSandbox({ fault: "none" });
    for (const token of ["", "wrong"]) {
      const { status, body } = await started.kubernetes("GET", DEPLOYMENT, { token });
      expect(status).toBe(401);
      expect(body).toMatchObject({ kind: "Status", reason: "Unauthorized" });
      expect((await started.kubernetes("GET", "/version", { token })).status).toBe(200);
      expect((await started.kubernetes("GET", "/readyz", { token })).text).toBe("ok");
    }
  });

  it("lets a view-only user read everything and change nothing", async () => {
    await using started = await testSandbox({ fault: "none", readOnlyUser: true });
    for (const path of [DEPLOYMENT, "/api/v1/namespaces/ml/pods", "/apis/apps/v1/namespaces/ml/replicasets"]) {
      expect((await started.kubernetes("GET", path)).status).toBe(200);
    }
    const patch = { body: { spec: { replicas: 1 } }, contentType: "application/merge-patch+json" };
    const { status, body } = await started.kubernetes("PATCH", DEPLOYMENT, patch);
    expect(status).toBe(403);
    expect(body["message"]).toBe(
      'deployments.apps "feature-api" is forbidden: User "sandbox-viewer" cannot patch resource "deployments" in API group "apps" in the namespace "ml"',
    );
    expect((await started.kubernetes("PATCH", `${DEPLOYMENT}?dryRun=All`, patch)).status).toBe(403);
    expect((await started.kubernetes("GET", "/api/v1/namespaces/ml/services/kv-store:8080/proxy/health")).status).toBe(
      403,
    );
    expect(started.mutations).toEqual([]);
  });

  it("forbids pods, logs and ReplicaSets where the fault says so, and says it in reviews", async () => {
    await using started = await testSandbox({ fault: "forbidden" });
    expect((await started.kubernetes("GET", "/api/v1/namespaces/ml/pods")).status).toBe(403);
    expect((await started.kubernetes("GET", DEPLOYMENT)).status).toBe(200);
    const may = async (resource: string, subresource = "") => {
      const spec = { resourceAttributes: { namespace: "ml", verb: "list", resource, subresource } };
      const review = await started.kubernetes<{ status: { allowed: boolean } }>(
        "POST",
        "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
        { body: { spec } },
      );
      return review.body.status.allowed;
    };
    expect(await may("pods")).toBe(false);
    expect(await may("pods", "log")).toBe(false);
    expect(await may("services")).toBe(true);
  });
});

describe("what it leaves out", () => {
  it.each([
    ["GET", "/apis/rbac.authorization.k8s.io/v1/namespaces/ml/roles"],
    ["GET", "/api/v1/namespaces/ml/secrets"],
    ["POST", "/apis/apps/v1/namespaces/ml/deployments"],
    ["DELETE", DEPLOYMENT],
    ["POST", "/api/v1/namespaces/ml/pods/x/portforward"],
    ["POST", "/api/v1/namespaces/ml/pods/x/eviction"],
    ["GET", "/openapi/v3"],
  ])("is answered with 501: %s %s", async (method, path) => {
    await using started = await testSandbox({ fault: "none" });
    const { status, body } = await started.kubernetes(method, path);
    expect(status).toBe(501);
    expect(body).toMatchObject({ kind: "Status", reason: "NotImplemented", code: 501 });
    expect(body["message"]).toMatch(/^the sandbox does not implement /);
  });

  it("is not a group that nobody installed: 404", async () => {
    await using started = await testSandbox({ fault: "none" });
    expect((await started.kubernetes("GET", "/apis/argoproj.io/v1alpha1/namespaces/ml/rollouts")).status).toBe(404);
  });
});

describe("pages", () => {
  it("show a list as it was when it began", async () => {
    await using started = await testSandbox({ fault: "bad-rollout" });
    const pods = "/api/v1/namespaces/ml/pods?limit=5";
    const whole = await started.kubernetes<PodList>("GET", "/api/v1/namespaces/ml/pods");
    const names: string[] = [];
    let token = "";
    for (let page = 0; page < 10; page += 1) {
      const { body } = await started.kubernetes<PodList>("GET", token === "" ? pods : `${pods}&continue=${token}`);
      names.push(...body.items.map((item) => item.metadata.name));
      expect(body.metadata.resourceVersion).toBe(whole.body.metadata.resourceVersion);
      if (body.metadata.continue === undefined) break;
      expect(body.metadata.remainingItemCount).toBe(whole.body.items.length - names.length);
      token = body.metadata.continue;
      // Pods come and go meanwhile: another release begins.
      if (page === 0) {
        const body = [
          {
            op: "replace",
            path: "/spec/template/spec/containers/0/image",
            value: "registry.example/feature-api:2.4.2",
          },
        ];
        await started.kubernetes("PATCH", DEPLOYMENT, { body, contentType: "application/json-patch+json" });
        started.pass(30);
      }
    }
    expect(names).toEqual(whole.body.items.map((item) => item.metadata.name));
  });

  it("of an earlier process are expired", async () => {
    await using one = await testSandbox({ fault: "none" });
    const { body } = await one.kubernetes<PodList>("GET", "/api/v1/namespaces/ml/pods?limit=1");
    await using other = await testSandbox({ fault: "none" });
    const answer = await other.kubernetes(
      "GET",
      `/api/v1/namespaces/ml/pods?limit=1&continue=${body.metadata.continue}`,
    );
    expect(answer.status).toBe(410);
    expect(answer.body["reason"]).toBe("Expired");
  });
});

describe("a dry run", () => {
  it("shows what would be, changes nothing and is not recorded", async () => {
    await using started = await testSandbox({ fault: "none" });
    const before = await started.kubernetes<Versioned>("GET", DEPLOYMENT);
    const asked = { body: { spec: { replicas: 9 } }, contentType: "application/merge-patch+json" };
    const dry = await started.kubernetes<Versioned & { spec: { replicas: number } }>(
      "PATCH",
      `${DEPLOYMENT}?dryRun=All`,
      asked,
    );
    expect(dry.body.spec.replicas).toBe(9);
    expect(dry.body.metadata.generation).toBe(before.body.metadata.generation + 1);
    const after = await started.kubernetes<Versioned>("GET", DEPLOYMENT);
    expect(after.body).toEqual(before.body);
    expect(started.mutations).toEqual([]);
  });
});

describe("a guarded write", () => {
  it("happens when the guard holds and only then", async () => {
    await using started = await testSandbox({ fault: "none" });
    const contentType = "application/json-patch+json";
    const { body } = await started.kubernetes<Versioned>("GET", DEPLOYMENT);
    const guarded = [
      { op: "test", path: "/metadata/resourceVersion", value: body.metadata.resourceVersion },
      { op: "add", path: "/metadata/annotations/bigops.dev~1applied-by", value: "run/1/1" },
    ];
    const first = await started.kubernetes<Versioned>("PATCH", DEPLOYMENT, { body: guarded, contentType });
    expect(first.status).toBe(200);
    expect(first.body.metadata.annotations["bigops.dev/applied-by"]).toBe("run/1/1");
    expect(first.body.metadata.generation).toBe(body.metadata.generation);
    const second = await started.kubernetes("PATCH", DEPLOYMENT, { body: guarded, contentType });
    expect(second.status).toBe(422);
    expect(started.mutations).toHaveLength(1);
  });

  it("records who wrote which field, and when", async () => {
    await using started = await testSandbox({ fault: "none" });
    const body = { metadata: { annotations: { "bigops.dev/applied-by": "x" } } };
    await started.kubernetes("PATCH", `${DEPLOYMENT}?fieldManager=tester`, {
      body,
      contentType: "application/merge-patch+json",
    });
    const read = await started.kubernetes<{ metadata: { managedFields: object[] } }>("GET", DEPLOYMENT);
    expect(read.body.metadata.managedFields).toContainEqual({
      manager: "tester",
      operation: "Update",
      apiVersion: "apps/v1",
      time: "2026-11-22T03:09:30Z",
      fieldsType: "FieldsV1",
      fieldsV1: { "f:metadata": { "f:annotations": { "f:bigops.dev/applied-by": {} } } },
    });
  });
});

describe("a watch", () => {
  const linesOf = async (
    started: Awaited<ReturnType<typeof testSandbox>>,
    path: string,
    enough: (lines: string[]) => boolean,
  ) => {
    const lines: string[] = [];
    await new Promise<void>((resolve, reject) => {
      const sent = get(
        new URL(path, started.sandbox.kubernetesUrl),
        { ca: started.ca, headers: { Authorization: `Bearer ${started.token}` }, agent: false },
        (response) => {
          let rest = "";
          response.setEncoding("utf8");
          response.on("data", (part: string) => {
            const parts = (rest + part).split("\n");
            rest = parts.pop() ?? "";
            lines.push(...parts);
            if (enough(lines)) sent.destroy();
          });
          response.on("close", resolve);
          started.pass(20);
        },
      );
      sent.on("error", (error) => (enough(lines) ? resolve() : reject(error)));
    });
    return lines.map(
      (line) =>
        JSON.parse(line) as {
          type: string;
          object: { metadata: { name: string; annotations?: object }; code?: number };
        },
    );
  };

  it("tells what happened since a version", async () => {
    await using started = await testSandbox({ fault: "none" });
    const { body } = await started.kubernetes<PodList>("GET", "/api/v1/namespaces/ml/pods");
    const victim = body.items[0]?.metadata.name ?? "";
    await started.kubernetes("DELETE", `/api/v1/namespaces/ml/pods/${victim}`);
    const from = body.metadata.resourceVersion;
    const events = await linesOf(started, `/api/v1/namespaces/ml/pods?watch=1&resourceVersion=${from}`, (lines) =>
      lines.some((line) => line.startsWith('{"type":"DELETED"')),
    );
    expect(events[0]).toMatchObject({ type: "MODIFIED", object: { metadata: { name: victim } } });
    expect(events.some((event) => event.type === "ADDED" && event.object.metadata.name !== victim)).toBe(true);
    expect(events.find((event) => event.type === "DELETED")?.object.metadata.name).toBe(victim);
  });

  it("begins with what there is and marks the end of it, when asked", async () => {
    await using started = await testSandbox({ fault: "none" });
    const deployments = "/apis/apps/v1/namespaces/ml/deployments";
    const listed = (await started.kubernetes("GET", deployments)).body as { readonly items: readonly unknown[] };
    expect(listed.items.length).toBeGreaterThanOrEqual(3);
    const asked = "watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true";
    const events = await linesOf(started, `${deployments}?${asked}`, (lines) => lines.length > listed.items.length);
    expect(events.map((event) => event.type)).toEqual([...listed.items.map(() => "ADDED"), "BOOKMARK"]);
    expect(events.at(-1)?.object.metadata.annotations).toEqual({ "k8s.io/initial-events-end": "true" });
  });

  it("from a version before anything it remembers ends with 410", async () => {
    await using started = await testSandbox({ fault: "none" });
    const path = "/api/v1/namespaces/ml/pods?watch=1&resourceVersion=1";
    const events = await linesOf(started, path, (lines) => lines.length > 0);
    expect(events[0]).toMatchObject({ type: "ERROR", object: { code: 410 } });
  });
});

describe("trouble on the wire", () => {
  it("refuses connections to the API server, and only to it", async () => {
    await using started = await testSandbox({ fault: "api-unreachable" });
    await expect(started.kubernetes("GET", "/version")).rejects.toMatchObject({ code: "ECONNREFUSED" });
    expect((await fetch(`${started.sandbox.endpoints["kv-store"]}/health`)).status).toBe(200);
  });

  it("keeps slow answers back, and forgets them when the client leaves", async () => {
    await using started = await testSandbox({ fault: "slow" });
    expect((await started.kubernetes("GET", DEPLOYMENT)).status).toBe(200);
    const url = `${started.sandbox.prometheusUrl}/api/v1/query?query=up`;
    await expect(fetch(url, { signal: AbortSignal.timeout(150) })).rejects.toMatchObject({ name: "TimeoutError" });
  });

  it("refuses a body that is too large", async () => {
    await using started = await testSandbox({ fault: "none" });
    const status = await new Promise<number>((resolve, reject) => {
      const headers = { Authorization: `Bearer ${started.token}`, "Content-Type": "application/merge-patch+json" };
      const sent = request(
        new URL(DEPLOYMENT, started.sandbox.kubernetesUrl),
        { method: "PATCH", ca: started.ca, agent: false, headers },
        (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        },
      );
      sent.on("error", reject);
      sent.end("x".repeat(3 * 1024 * 1024 + 1));
    });
    expect(status).toBe(413);
  });
});

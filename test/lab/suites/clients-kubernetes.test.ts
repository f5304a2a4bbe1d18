import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { KubernetesClient } from "../../../src/clients/kubernetes-client.ts";
import { openDoors } from "../../../src/clients/open-doors.ts";
import { bareEnvironment, type Environment } from "../../../src/core/environment/environment.ts";
import { failureOf, soon } from "../../clients/failure.ts";
import { closedPort } from "../../clients/servers.ts";
import { portForwardRules } from "../cluster/access-rules.ts";
import { mutatingVerbs } from "../cluster/audit-events.ts";
import { jsonLogLine } from "../cluster/pod-logs.ts";
import type { LabUser } from "../cluster/pki.ts";
import { describeLab, sharedCluster } from "../cluster-from-injected.ts";
import { kvPodPorts } from "../platform/manifests.ts";
import { startPlatform, type Platform } from "../platform/platform.ts";

type Named = { readonly metadata: { readonly name: string; readonly resourceVersion: string } };

describeLab("the doors on a real API server", () => {
  let platform: Platform;
  const closing: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    platform = await startPlatform(sharedCluster());
  });
  afterAll(async () => {
    for (const close of closing) await close();
    await platform.close();
  });

  function doorsWith(kubeconfig: string, more: Partial<Environment> = {}) {
    const environment = { ...bareEnvironment("lab"), kubernetes: { kubeconfig }, ...more };
    const doors = openDoors(environment, { env: { PATH: process.env["PATH"] } });
    closing.push(() => doors.close());
    return doors;
  }
  async function as(user: LabUser | "admin"): Promise<KubernetesClient> {
    return doorsWith(await platform.cluster.kubeconfigFor(user, platform.namespace)).kubernetes();
  }
  const pods = () => `/api/v1/namespaces/${platform.namespace}/pods`;
  const deployment = () => `/apis/apps/v1/namespaces/${platform.namespace}/deployments/feature-api`;
  const patchOf = (body: readonly object[], dryRun: boolean) =>
    ({ method: "PATCH", path: deployment(), contentType: "application/json-patch+json", body, dryRun }) as Parameters<
      KubernetesClient["write"]
    >[0];

  it("know us by our certificate, and see what kubectl sees", async () => {
    const { cluster, namespace } = platform;
    const kubernetes = await as("viewer");
    expect(await kubernetes.whoAmI(soon())).toBe("viewer");
    expect(kubernetes).toMatchObject({ namespace, context: "lab", server: cluster.serverUrl });
    const seen = await kubernetes.list<Named>(pods(), { labelSelector: "app in (feature-api)" }, soon());
    const listed = await cluster.kubectlJson<{ items: Named[] }>([
      "get",
      "pods",
      "-n",
      namespace,
      "-l",
      "app=feature-api",
    ]);
    expect(seen.map(({ metadata }) => metadata.name).sort()).toEqual(
      listed.items.map(({ metadata }) => metadata.name).sort(),
    );
    const get = ["get", "deployment", "feature-api", "-n", namespace, "--show-managed-fields"];
    expect(await kubernetes.get(deployment(), soon())).toEqual(await cluster.kubectlJson(get));
    expect(await cluster.auditEvents({ user: "viewer", namespace, verbs: mutatingVerbs })).toEqual([]);
  });

  it("know us by a service account's token, from the kubeconfig, a file and a plugin that runs once", async () => {
    const { cluster, namespace } = platform;
    await cluster.kubectl(["create", "serviceaccount", "bigops", "-n", namespace]);
    const token = (await cluster.kubectl(["create", "token", "bigops", "-n", namespace])).stdout.trim();
    const own = await cluster.kubeconfigFor("admin", namespace);
    const withUser = async (name: string, user: object): Promise<string> => {
      const path = own.replace(/\.kubeconfig$/, `-${name}.kubeconfig`);
      const { clusters, contexts } = JSON.parse(
        (await cluster.kubectl(["config", "view", "--raw", "-o", "json", "--kubeconfig", own])).stdout,
      ) as { clusters: unknown; contexts: unknown };
      const text = { clusters, contexts, "current-context": "lab", users: [{ name: "admin", user }] };
      await writeFile(path, JSON.stringify(text), { mode: 0o600 });
      return path;
    };
    const runs = join(cluster.folder, "plugin-runs");
    const plugin = join(cluster.folder, "plugin");
    const credential = { apiVersion: "client.authentication.k8s.io/v1", kind: "ExecCredential", status: { token } };
    await writeFile(plugin, `#!/bin/sh\necho run >> '${runs}'\ncat <<'END'\n${JSON.stringify(credential)}\nEND\n`);
    await chmod(plugin, 0o755);
    await writeFile(join(cluster.folder, "token"), `${token}\n`, { mode: 0o600 });
    const users = {
      token: { token },
      file: { tokenFile: join(cluster.folder, "token") },
      plugin: { exec: { apiVersion: "client.authentication.k8s.io/v1", command: plugin, interactiveMode: "Never" } },
      standIn: { as: `system:serviceaccount:${namespace}:bigops`, ...(await adminCertificate(own)) },
    };
    for (const [name, user] of Object.entries(users)) {
      const kubernetes = await doorsWith(await withUser(name, user)).kubernetes();
      expect(await kubernetes.whoAmI(soon())).toBe(`system:serviceaccount:${namespace}:bigops`);
      await kubernetes.get("/version", soon());
    }
    expect(await readFile(runs, "utf8")).toBe("run\n");

    async function adminCertificate(path: string): Promise<object> {
      const view = await cluster.kubectl(["config", "view", "--raw", "-o", "json", "--kubeconfig", path]);
      return (JSON.parse(view.stdout) as { users: { user: object }[] }).users[0]?.user ?? {};
    }
  });

  it("read a list of several pages", async () => {
    const { namespace } = platform;
    const admin = await as("admin");
    const path = `/api/v1/namespaces/${namespace}/configmaps`;
    const many = Array.from({ length: 501 }, (_, i) => `page-${i}`);
    const create = (name: string) =>
      admin.write(
        {
          method: "POST",
          path,
          contentType: "application/json",
          body: { metadata: { name, labels: { pages: "yes" } } },
          dryRun: false,
        },
        soon(),
      );
    for (let start = 0; start < many.length; start += 50) await Promise.all(many.slice(start, start + 50).map(create));
    const viewer = await as("viewer");
    const seen = await viewer.list<Named>(path, { labelSelector: "pages=yes" }, soon());
    expect(seen.map(({ metadata }) => metadata.name).sort()).toEqual(many.toSorted());
    const { cluster } = platform;
    const asked = await cluster.auditEvents({ user: "viewer", namespace, verbs: ["list"] });
    expect(asked.filter(({ uri }) => uri.includes("configmaps"))).toHaveLength(2);
  });

  it("are told no: forbidden, not there, changed since, a guard that does not hold", async () => {
    const { namespace } = platform;
    const stranger = await as("stranger");
    const forbidden = await failureOf(stranger.list(pods(), {}, soon()));
    expect(forbidden).toMatchObject({ code: "forbidden", status: 403 });
    expect(forbidden.message).toContain('User "stranger" cannot list resource "pods"');
    expect(forbidden.hint).toContain(`list pods in namespace ${namespace}`);

    const viewer = await as("viewer");
    expect(await failureOf(viewer.get(`${pods()}/nope`, soon()))).toMatchObject({ code: "not-found", status: 404 });
    const refused = await failureOf(
      viewer.write(patchOf([{ op: "test", path: "/kind", value: "Deployment" }], true), soon()),
    );
    expect(refused).toMatchObject({ code: "forbidden" });
    expect(refused.hint).toContain("patch deployments.apps");

    const operator = await as("operator");
    const guard = { op: "test", path: "/metadata/resourceVersion", value: "1" };
    expect(await failureOf(operator.write(patchOf([guard], false), soon()))).toMatchObject({
      status: 422,
      code: "invalid",
    });
    const stale = {
      method: "PATCH",
      path: deployment(),
      contentType: "application/merge-patch+json",
      body: { metadata: { resourceVersion: "1" } },
      dryRun: false,
    } as const;
    expect(await failureOf(operator.write(stale, soon()))).toMatchObject({ status: 409, code: "conflict" });
  });

  it("know the server's clock by its answers, also by one that says no", async () => {
    const kubernetes = await as("viewer");
    expect(kubernetes.serverNow()).toBeNull();
    const before = Date.now();
    await failureOf(kubernetes.get(`${deployment()}-gone`, soon()));
    // The same machine's clock: told in whole seconds, and never ahead.
    expect(kubernetes.serverNow()).toBeGreaterThan(before - 1_000);
    expect(kubernetes.serverNow()).toBeLessThanOrEqual(Date.now());
  });

  it("rehearse without a trace", async () => {
    const operator = await as("operator");
    const before = await operator.get<Named>(deployment(), soon());
    const change = [{ op: "replace", path: "/spec/replicas", value: 9 }];
    const answer = await operator.write<{ spec: { replicas: number } }>(patchOf(change, true), soon());
    expect(answer.spec.replicas).toBe(9);
    const after = await operator.get<Named & { spec: { replicas: number } }>(deployment(), soon());
    expect(after.spec.replicas).toBe(4);
    expect(after.metadata.resourceVersion).toBe(before.metadata.resourceVersion);
  });

  it("delete only what their precondition names", async () => {
    const { namespace } = platform;
    const admin = await as("admin");
    const path = `/api/v1/namespaces/${namespace}/configmaps`;
    const body = { metadata: { name: "precious" } };
    await admin.write({ method: "POST", path, contentType: "application/json", body, dryRun: false }, soon());
    const order = {
      method: "DELETE",
      path: `${path}/precious`,
      contentType: "application/json",
      body: { preconditions: { uid: "another" } },
      dryRun: false,
    } as const;
    expect(await failureOf(admin.write(order, soon()))).toMatchObject({ code: "conflict", status: 409 });
    expect(await admin.get<Named>(`${path}/precious`, soon())).toMatchObject({ metadata: { name: "precious" } });
  });

  it("read logs", async () => {
    const { cluster, namespace } = platform;
    await cluster.setLogs(namespace, [jsonLogLine(new Date(), { level: "ERROR", message: "KeyError: 'größe'" })]);
    const viewer = await as("viewer");
    const [pod] = await viewer.list<Named>(pods(), { labelSelector: "app=feature-api" }, soon());
    const text = await viewer.logs(namespace, pod?.metadata.name ?? "", { tailLines: 10, timestamps: true }, soon());
    expect(text).toMatch(/^\d{4}-.*KeyError: 'größe'/);
    expect(await failureOf(viewer.logs(namespace, "nope", {}, soon()))).toMatchObject({ code: "not-found" });
  });

  it("reach a service by port-forward, and say what is in the way", async () => {
    const { cluster, namespace, kv } = platform;
    const address = { service: "kv-store", port: 8080, via: "port-forward" } as const;
    const endpoints = {
      kv: address,
      named: { ...address, port: "http" },
      wrong: { ...address, port: 9 },
      none: { ...address, service: "nope" },
    };
    await cluster.grant(namespace, "operator", portForwardRules);
    const operator = doorsWith(await cluster.kubeconfigFor("operator", namespace), { endpoints });
    for (const name of ["kv", "named"]) {
      const answer = await (await operator.endpoint(name)).get("/health", {}, soon());
      expect(answer).toMatchObject({ status: 200, body: '{"status":"ok"}' });
    }
    expect(kv.primary.requests).toContain("GET /health");
    expect((await operator.endpoint("kv")).vantage).toContain("by port-forward");
    expect(await failureOf((await operator.endpoint("wrong")).get("/", {}, soon()))).toMatchObject({
      code: "not-configured",
    });
    expect(await failureOf((await operator.endpoint("none")).get("/", {}, soon()))).toMatchObject({
      code: "not-found",
    });

    kv.primary.behave({ kind: "silent" });
    const slow = await failureOf((await operator.endpoint("kv")).get("/health", {}, AbortSignal.timeout(500)));
    expect(slow.code).toBe("timeout");
    kv.primary.behave({ kind: "ok" });

    const viewer = doorsWith(await cluster.kubeconfigFor("viewer", namespace), { endpoints });
    const forbidden = await failureOf((await viewer.endpoint("kv")).get("/health", {}, soon()));
    expect(forbidden).toMatchObject({ code: "forbidden", status: 403 });
    expect(forbidden.hint).toContain("pods/portforward");

    await cluster.forwardPods(namespace, new Map([[kvPodPorts.primary, await closedPort()]]));
    const nobody = async () =>
      failureOf((await operator.endpoint("kv")).get("/health", {}, AbortSignal.timeout(2_000)));
    await expect.poll(async () => (await nobody()).message, { timeout: 10_000 }).toContain("connection refused");
    expect(await nobody()).toMatchObject({ code: "unreachable" });
  });

  it("tell an unknown authority and a server that is gone", async () => {
    const { cluster, namespace } = platform;
    const own = await cluster.kubeconfigFor("viewer", namespace);
    const text = await readFile(own, "utf8");
    const untrusting = join(cluster.folder, `${namespace}-untrusting`);
    await writeFile(untrusting, text.replace(/certificate-authority-data: .*/, ""), { mode: 0o600 });
    const tls = await failureOf((await doorsWith(untrusting).kubernetes()).get("/version", soon()));
    expect(tls.code).toBe("tls");
    const gone = await cluster.kubeconfigFor("viewer", namespace, {
      server: `https://127.0.0.1:${await closedPort()}`,
    });
    expect(await failureOf((await doorsWith(gone).kubernetes()).get("/version", soon()))).toMatchObject({
      code: "unreachable",
    });
  });
});

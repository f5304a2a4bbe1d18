import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import { portForwardRules } from "../cluster/access-rules.ts";
import { mutatingVerbs } from "../cluster/audit-events.ts";
import { jsonLogLine, trafficLog } from "../cluster/pod-logs.ts";
import { describeLab, labBinary, sharedCluster } from "../cluster-from-injected.ts";
import { kvPodPorts, kvServicePort } from "../platform/manifests.ts";
import { startPlatform, type Platform } from "../platform/platform.ts";
import { podReason, servicePods } from "../platform/pods.ts";
import { withPortForward } from "../cluster/port-forward.ts";

describeLab("the lab's cluster", () => {
  let platform: Platform;
  beforeAll(async () => {
    platform = await startPlatform(sharedCluster());
  });
  afterAll(() => platform.close());

  it("is of the versions that the lab names", async () => {
    const { cluster } = platform;
    type Versions = Record<"clientVersion" | "serverVersion", { gitVersion: string }>;
    const versions = await cluster.kubectlJson<Versions>(["version"]);
    expect(versions.clientVersion.gitVersion).toBe("v1.35.3");
    expect(versions.serverVersion.gitVersion).toBe("v1.35.3");
    expect((await execa(labBinary("node"), ["--version"])).stdout).toBe("v24.21.0");
  });

  it("rolls the platform out, with a release to go back to and a finished job beside it", async () => {
    const { cluster, namespace } = platform;
    type Deployment = {
      metadata: { annotations: Record<string, string> };
      status: Record<string, number>;
    };
    const get = ["get", "deployment/feature-api", "-n", namespace];
    const deployment = await cluster.kubectlJson<Deployment>(get);
    expect(deployment.status).toMatchObject({ replicas: 4, readyReplicas: 4, updatedReplicas: 4 });
    expect(deployment.metadata.annotations["deployment.kubernetes.io/revision"]).toBe("2");
    const pods = await cluster.kubectl(["get", "pods", "-n", namespace, "-l", "app=feature-api"]);
    expect(pods.stdout.match(/Running/g)).toHaveLength(4);
    expect(pods.stdout.match(/Completed/g)).toHaveLength(1);
  });

  it("answers logs with the lines that the test wrote, also of one pod and of a former life", async () => {
    const { cluster, namespace } = platform;
    const [one, other] = await servicePods(cluster, namespace, "app=feature-api");
    const name = one?.metadata.name ?? "";
    const logs = async (pod: string, ...more: string[]) => {
      const args = ["logs", "-n", namespace, pod, ...more];
      const { stdout, exitCode } = await cluster.kubectl(args, { reject: false });
      return { exitCode, lines: stdout.split("\n") };
    };
    const lines = trafficLog({ total: 90, errors: 40 });
    await cluster.setLogs(namespace, lines);
    const shared = await logs(other?.metadata.name ?? "");
    expect(shared.lines).toEqual(lines.map(({ text }) => text));
    expect(shared.lines.filter((text) => text.includes('"ERROR"'))).toHaveLength(40);
    const recent = await logs(other?.metadata.name ?? "", "--since-time", lines[80]?.at.toISOString() ?? "");
    expect(recent.lines).toHaveLength(10);

    const last = [jsonLogLine(new Date(), { level: "ERROR", message: "out of cheese" })];
    await cluster.setLogs(namespace, last, true);
    const previous = await logs(other?.metadata.name ?? "", "--previous");
    expect(previous.lines).toEqual(last.map(({ text }) => text));

    await cluster.setPodLogs(namespace, name, last);
    await expect.poll(async () => (await logs(name)).lines).toEqual(last.map(({ text }) => text));
    await cluster.setPodLogs(namespace, name, null);
    await expect.poll(async () => (await logs(name)).exitCode).toBe(1);
  });

  it("forwards the KV service's port to its health server, and to the replica's after a failover", async () => {
    const { cluster, namespace, kv } = platform;
    const kubeconfig = await cluster.kubeconfigFor("operator", namespace);
    const viaService = (ask: (url: string) => Promise<Response>) =>
      withPortForward(cluster, { namespace, target: "service/kv-store", port: kvServicePort, kubeconfig }, ask);
    kv.primary.behave({ kind: "down" });
    const down = await viaService((url) => fetch(`${url}/health`));
    expect(down.status).toBe(503);
    const selector = { spec: { selector: { app: "kv-store", role: "replica" } } };
    const patch = ["patch", "service/kv-store", "-n", namespace, "-p", JSON.stringify(selector)];
    await cluster.kubectl(patch, { kubeconfig });
    const up = await viaService((url) => fetch(`${url}/health`));
    expect(await up.json()).toEqual({ status: "ok" });
    expect(kv.replica.requests).toEqual(["GET /health"]);
  });

  it("records a viewer's reads, and would show a write: one is refused and recorded", async () => {
    const { cluster, namespace } = platform;
    const kubeconfig = await cluster.kubeconfigFor("viewer", namespace);
    await cluster.kubectl(["get", "deployments,pods,services,endpointslices"], { kubeconfig });
    const reads = await cluster.auditEvents({ user: "viewer", namespace });
    const resources = new Set(reads.map(({ resource }) => resource));
    expect(resources).toEqual(new Set(["deployments", "pods", "services", "endpointslices"]));
    expect(reads.filter(({ verb }) => mutatingVerbs.includes(verb))).toEqual([]);

    const scale = ["scale", "deployment/feature-api", "--replicas=1"];
    const refused = await cluster.kubectl(scale, { kubeconfig, reject: false });
    expect(refused.stderr).toContain("Forbidden");
    const writes = await cluster.auditEvents({ user: "viewer", namespace, verbs: mutatingVerbs });
    expect(writes.map(({ verb, status }) => ({ verb, status }))).toEqual([{ verb: "patch", status: 403 }]);
  });

  it("records an operator's change once, with its body", async () => {
    const { cluster, namespace } = platform;
    const kubeconfig = await cluster.kubeconfigFor("operator", namespace);
    const since = new Date();
    const restart = ["rollout", "restart", "deployment/feature-api"];
    await cluster.kubectl(restart, { kubeconfig });
    const filter = { user: "operator", namespace, verbs: mutatingVerbs, since };
    const writes = await cluster.auditEvents(filter);
    expect(writes).toHaveLength(1);
    expect(writes[0]).toMatchObject({ verb: "patch", resource: "deployments", status: 200 });
    expect(JSON.stringify(writes[0]?.requestBody)).toContain("kubectl.kubernetes.io/restartedAt");
    await cluster.kubectl(["rollout", "status", "deployment/feature-api"], { kubeconfig });
    const pods = await servicePods(cluster, namespace, "app=feature-api");
    const alive = pods.filter((pod) => podReason(pod) !== "Terminating");
    expect(alive.map(podReason)).toEqual(["Ready", "Ready", "Ready", "Ready"]);
  });

  it("knows no stranger until a right is granted", async () => {
    const { cluster, namespace } = platform;
    const kubeconfig = await cluster.kubeconfigFor("stranger", namespace);
    const list = () => cluster.kubectl(["get", "pods"], { kubeconfig, reject: false });
    expect((await list()).stderr).toContain("Forbidden");
    const rule = { apiGroups: [""], resources: ["pods"], verbs: ["list"] };
    await cluster.grant(namespace, "stranger", [rule]);
    expect((await list()).exitCode).toBe(0);
  });

  it("lets a viewer forward ports once that is granted", async () => {
    const { cluster, namespace, kv } = platform;
    const [pod] = await servicePods(cluster, namespace, "app=kv-store,role=primary");
    kv.primary.behave({ kind: "reports-down" });
    await cluster.grant(namespace, "viewer", portForwardRules);
    const kubeconfig = await cluster.kubeconfigFor("viewer", namespace);
    const target = `pod/${pod?.metadata.name}`;
    const health = await withPortForward(
      cluster,
      { namespace, target, port: kvPodPorts.primary, kubeconfig },
      async (url) => (await fetch(url)).json(),
    );
    expect(health).toEqual({ status: "down" });
  });
});

import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { KubernetesClient } from "../../../src/clients/kubernetes-client.ts";
import { openDoors } from "../../../src/clients/open-doors.ts";
import { bareEnvironment } from "../../../src/core/environment/environment.ts";
import { makeHome, type Home } from "../../commands/harness/home.ts";
import { failureOf, soon } from "../../clients/failure.ts";
import { program } from "../../commands/harness/program.ts";
import { describeLab, sharedCluster } from "../cluster-from-injected.ts";
import { createReader } from "../cluster/service-account.ts";
import { serviceAccountFolder, type ServiceAccountFolder } from "../cluster/service-account-folder.ts";
import { badRollout } from "../platform/faults.ts";
import { startPlatform, type Platform } from "../platform/platform.ts";
import { waitUntil } from "../process/wait-until.ts";

/** Where an unprivileged process may not have a mount namespace of its own, the fixed path cannot be played. */
const hasNamespaces = spawnSync("unshare", ["-rm", "mount", "-t", "tmpfs", "none", "/run"]).status === 0;

describeLab("a pod's service account, on a real API server", () => {
  let platform: Platform;
  let home: Home;
  let account: string;
  const closing: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    platform = await startPlatform(sharedCluster());
    home = makeHome();
    account = await createReader(platform.cluster, platform.namespace, "bigops");
    await badRollout(platform);
  });
  afterAll(async () => {
    for (const close of closing) await close();
    home.remove();
    await platform.close();
  });

  /** A token that is good for as long as the secret of this name is there, as a pod's is for as long as the pod is. */
  async function boundToken(secret: string): Promise<string> {
    const { cluster, namespace } = platform;
    await cluster.kubectl(["create", "secret", "generic", secret, "-n", namespace]);
    const bound = ["--bound-object-kind=Secret", `--bound-object-name=${secret}`];
    return (await cluster.kubectl(["create", "token", "bigops", "-n", namespace, ...bound])).stdout.trim();
  }

  function serviceEnvironment(): Record<string, string> {
    const { hostname, port } = new URL(platform.cluster.serverUrl);
    return { KUBERNETES_SERVICE_HOST: hostname, KUBERNETES_SERVICE_PORT: port };
  }

  async function pod(name: string, token: string): Promise<ServiceAccountFolder> {
    const path = join(home.path, name);
    mkdirSync(path);
    return serviceAccountFolder(platform.cluster, path, platform.namespace, token);
  }

  async function clientIn({ path }: ServiceAccountFolder, now: () => number): Promise<KubernetesClient> {
    const options = { env: { HOME: home.path, ...serviceEnvironment() }, serviceAccountFolder: path, now };
    const doors = openDoors(bareEnvironment("in-cluster"), options);
    closing.push(() => doors.close());
    return doors.kubernetes();
  }

  /** Which token the API server took: it says its id. */
  async function tokenSeen(kubernetes: KubernetesClient): Promise<string | undefined> {
    const path = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
    const body = { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" };
    const { status } = await kubernetes.write<{ status: { userInfo: { extra: Record<string, string[]> } } }>(
      { method: "POST", path, contentType: "application/json", body, dryRun: false },
      soon(),
    );
    return status.userInfo.extra["authentication.kubernetes.io/credential-id"]?.[0];
  }
  const idOf = (token: string) => {
    const claims = Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8");
    return `JTI=${(JSON.parse(claims) as { jti: string }).jti}`;
  };

  it("is what the server, the namespace and the authority come from, and as whom we are known", async () => {
    const kubernetes = await clientIn(await pod("known", await boundToken("known")), Date.now);
    expect(kubernetes).toMatchObject({
      context: null,
      namespace: platform.namespace,
      server: platform.cluster.serverUrl,
    });
    expect(await kubernetes.whoAmI(soon())).toBe(account);
    const pods = await kubernetes.list(`/api/v1/namespaces/${platform.namespace}/pods`, {}, soon());
    expect(pods.length).toBeGreaterThan(0);
    const refused = await failureOf(kubernetes.list("/api/v1/nodes", {}, soon()));
    expect(refused).toMatchObject({ code: "forbidden", status: 403 });
    expect(refused.message).toContain(account);
  });

  it("has a token that the kubelet rotates: read anew after a minute, as by client-go", async () => {
    const [first, second] = [await boundToken("minute-1"), await boundToken("minute-2")];
    const folder = await pod("minute", first);
    let nowMs = Date.now();
    const kubernetes = await clientIn(folder, () => nowMs);
    expect(await tokenSeen(kubernetes)).toBe(idOf(first));
    await folder.rotate(second);
    nowMs += 59_000;
    expect(await tokenSeen(kubernetes)).toBe(idOf(first));
    nowMs += 1_000;
    expect(await tokenSeen(kubernetes)).toBe(idOf(second));
  });

  it("has a token that is read anew at once when the server no longer takes the one before", async () => {
    const [first, second] = [await boundToken("revoked-1"), await boundToken("revoked-2")];
    const folder = await pod("revoked", first);
    const kubernetes = await clientIn(folder, Date.now);
    expect(await tokenSeen(kubernetes)).toBe(idOf(first));
    await platform.cluster.kubectl(["delete", "secret", "revoked-1", "-n", platform.namespace]);
    // The server remembers for some seconds which tokens it took.
    await waitUntil("the token is refused", async () => {
      const asked = await tokenSeen(kubernetes).catch((error: unknown) => error);
      return asked instanceof Error;
    });
    expect(await failureOf(tokenSeen(kubernetes))).toMatchObject({ code: "unauthorized", status: 401 });
    await folder.rotate(second);
    expect(await tokenSeen(kubernetes)).toBe(idOf(second));
  });

  it.skipIf(!hasNamespaces)("is found by the program in its own place, as by kubectl", async () => {
    const { path } = await pod("program", await boundToken("program"));
    const place = "/run/secrets/kubernetes.io/serviceaccount";
    // /var/run is /run; what else lies there is nothing to these.
    const script = `mount -t tmpfs none /run && mkdir -p ${place} && mount --bind "$1" ${place} && shift && exec "$@"`;
    const inPod = (...command: readonly string[]) =>
      spawnSync("unshare", ["-rm", "sh", "-c", script, "pod", path, ...command], {
        cwd: home.cwd,
        env: { ...home.env, ...serviceEnvironment() },
        encoding: "utf8",
        timeout: 100_000,
      });
    const told = inPod(platform.cluster.kubectlPath, "auth", "whoami", "-o", "jsonpath={.status.userInfo.username}");
    expect(told.stdout, told.stderr).toBe(account);
    const checks = ["--check", "pods", "--check", "rollout"];
    const ours = inPod(process.execPath, program(), "run", "feature-store-down", "--dry-run", ...checks);
    expect(ours.status, ours.stderr).toBe(1);
    expect(ours.stdout).toContain(`in-cluster/${platform.namespace}`);
    expect(ours.stdout).toMatch(/✗ pods/);
  });
});

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { RunDocument } from "../../../src/core/document/run-document.ts";
import { makeHome, type Home } from "../../commands/harness/home.ts";
import { openTerminal } from "../../commands/harness/terminal.ts";
import { startBigops } from "../../commands/harness/waiting-bigops.ts";
import { describeLab, sharedCluster } from "../cluster-from-injected.ts";
import { kubeconfigOf } from "../cluster/kubeconfig-of.ts";
import { createReader } from "../cluster/service-account.ts";
import { badRollout } from "../platform/faults.ts";
import { startPlatform, type Platform } from "../platform/platform.ts";

const checks = ["--check", "pods", "--check", "rollout", "--check", "kv-endpoints"];
const dryRun = ["run", "feature-store-down", "--dry-run", ...checks];

describeLab("a login by a plugin, on a real API server", () => {
  let platform: Platform;
  let home: Home;
  let account: string;
  beforeAll(async () => {
    platform = await startPlatform(sharedCluster());
    home = makeHome();
    account = await createReader(platform.cluster, platform.namespace, "on-call");
    await badRollout(platform);
  });
  afterAll(async () => {
    home.remove();
    await platform.close();
  });

  const file = (name: string) => join(home.cwd, name);
  const lines = (name: string) => (existsSync(file(name)) ? readFileSync(file(name), "utf8").trim().split("\n") : []);

  /** A plugin that lets somebody log in by `before`, then asks the API server itself for a token. */
  async function kubeconfigWith(name: string, before: string, more: object = {}): Promise<string> {
    const { cluster, namespace } = platform;
    const create = `'${cluster.kubectlPath}' --kubeconfig '${cluster.adminKubeconfig}' create token on-call -n ${namespace}`;
    const credential = `{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"%s"}}`;
    const script = `#!/bin/sh
cd '${home.cwd}'
echo run >> ${name}.runs
printf '%s' "$KUBERNETES_EXEC_INFO" > ${name}.info
${before}
printf '${credential}' "$(${create})"
`;
    writeFileSync(file(name), script, { mode: 0o755 });
    const exec = { apiVersion: "client.authentication.k8s.io/v1", interactiveMode: "IfAvailable", command: file(name) };
    return kubeconfigOf(cluster, namespace, name, { exec: { ...exec, ...more } });
  }

  it("waits for whoever logs in, longer than a check may take, and sees with that account", async () => {
    const wait = "echo 'enter code ABCD-EFGH' >&2; while [ ! -e logged-in ]; do sleep 0.1; done";
    const kubeconfig = await kubeconfigWith("device", wait);
    const seen = startBigops(home, [...dryRun, "--kubeconfig", kubeconfig, "--timeout", "6s", "--output", "json"]);
    await seen.until("stderr", /says: enter code ABCD-EFGH\n/);
    await seen.until("stderr", /waiting for the credential plugin/);
    await pause(3_500);
    writeFileSync(file("logged-in"), "");
    expect(await seen.ended).toBe(1);
    const document = JSON.parse(seen.printed.stdout) as RunDocument;
    const asked = document.checks.filter(({ verdict }) => verdict !== "skipped");
    expect(asked.map(({ id, error }) => [id, error])).toEqual([
      ["pods", null],
      ["kv-endpoints", null],
      ["rollout", null],
    ]);
    expect(asked.find(({ id }) => id === "pods")?.verdict).toBe("fail");
    expect(lines("device.runs")).toEqual(["run"]);
  });

  it("has the keyboard of a terminal", async () => {
    const kubeconfig = await kubeconfigWith("code", "printf 'Code: ' >&2; read code; [ \"$code\" = 123456 ] || exit 3");
    const terminal = openTerminal(home, [...dryRun, "--kubeconfig", kubeconfig]);
    try {
      await terminal.waitFor(/says: Code:/);
      terminal.press("123456\r");
      expect(await terminal.ended()).toBe(1);
      expect(terminal.text()).toMatch(/✗ pods/);
    } finally {
      terminal.kill();
    }
  });

  it("tells the plugin what kubectl tells it, and is known as the same", async () => {
    const extensions = [{ name: "client.authentication.k8s.io/exec", extension: { audience: "kube" } }];
    const kubeconfig = await kubeconfigWith("told", ":", { provideClusterInfo: true });
    const config = JSON.parse(readFileSync(kubeconfig, "utf8")) as { clusters: { cluster: object }[] };
    for (const { cluster } of config.clusters) Object.assign(cluster, { extensions });
    writeFileSync(kubeconfig, JSON.stringify(config));
    const info = () => JSON.parse(readFileSync(file("told.info"), "utf8")) as { spec: { cluster: { config: object } } };

    const { stdout } = await platform.cluster.kubectl(
      ["auth", "whoami", "-o", "jsonpath={.status.userInfo.username}"],
      {
        kubeconfig,
      },
    );
    expect(stdout).toBe(account);
    const byKubectl = info();
    expect(byKubectl.spec.cluster.config).toEqual({ audience: "kube" });
    expect(await startBigops(home, [...dryRun, "--kubeconfig", kubeconfig]).ended).toBe(1);
    expect(info()).toEqual(byKubectl);
    expect(lines("told.runs")).toEqual(["run", "run"]);
  });
});

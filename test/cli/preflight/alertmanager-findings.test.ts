import { describe, expect, test, vi } from "vitest";
import { alertmanagerFindings } from "../../../src/cli/preflight/alertmanager-findings.ts";
import { askOnce, type PreflightScene } from "../../../src/cli/preflight/preflight-scene.ts";
import type { AlertmanagerCluster } from "../../../src/clients/alertmanager-client.ts";
import { ClientError } from "../../../src/clients/client-error.ts";
import { bareEnvironment } from "../../../src/core/environment/environment.ts";

const ALONE: AlertmanagerCluster = { state: "disabled", members: 0, failedPeers: null };
const alert = { name: "ShopDown", severity: "P1", labels: {} };

function sceneWith(cluster: () => Promise<AlertmanagerCluster>, alerts: readonly unknown[] = [alert], named = true) {
  const environment = { ...bareEnvironment("lab"), ...(named && { alertmanager: { url: "http://am" } }) };
  const opened = { doors: { alertmanager: async () => ({ cluster }) } };
  return { runbook: { alerts }, environment, opened, timeoutMs: 1_000, once: askOnce() } as unknown as PreflightScene;
}

describe("the environment's Alertmanager", () => {
  test.each<readonly [string, AlertmanagerCluster, string]>([
    ["that runs alone", ALONE, "there"],
    ["with all its members", { state: "ready", members: 2, failedPeers: 0 }, "there"],
    ["that sees one of two", { state: "ready", members: 1, failedPeers: 1 }, "unknown"],
    ["that is settling", { state: "settling", members: 1, failedPeers: 0 }, "unknown"],
  ])("%s", async (_, cluster, status) => {
    expect(await alertmanagerFindings(sceneWith(async () => cluster))).toMatchObject([
      { subject: "Alertmanager", status },
    ]);
  });

  test.each([
    ["unreachable", "unknown"],
    ["forbidden", "forbidden"],
    ["not-found", "missing"],
  ] as const)("whose answer is %s", async (code, status) => {
    const scene = sceneWith(() => Promise.reject(new ClientError(code, "no answer", "is it up?")));
    expect(await alertmanagerFindings(scene)).toMatchObject([{ status, detail: "no answer", hint: "is it up?" }]);
  });

  test("is asked once for all runbooks that answer alerts", async () => {
    const cluster = vi.fn(async () => ALONE);
    const scene = sceneWith(cluster);
    await Promise.all([alertmanagerFindings(scene), alertmanagerFindings(scene)]);
    expect(cluster).toHaveBeenCalledTimes(1);
  });

  test("is not asked where there is none, or where no run can come from an alert", async () => {
    const cluster = vi.fn(async () => ALONE);
    expect(await alertmanagerFindings(sceneWith(cluster, [alert], false))).toEqual([]);
    expect(await alertmanagerFindings(sceneWith(cluster, []))).toEqual([]);
    expect(cluster).not.toHaveBeenCalled();
  });
});

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { waitUntil } from "../process/wait-until.ts";
import { grant, type AccessRule } from "./access-rules.ts";
import type { ClusterAddress } from "./address.ts";
import { auditEvents, type AuditEvent, type AuditFilter } from "./audit-events.ts";
import { kubeconfigText } from "./kubeconfig.ts";
import { applyObjects, kubectl, type KubectlOptions, type KubectlResult } from "./kubectl.ts";
import { createNamespace } from "./namespace.ts";
import type { LabUser } from "./pki.ts";
import { logFile, previousLogFile, writeLog, type LogLine } from "./pod-logs.ts";

import { userRequest } from "./user-request.ts";

/** A running cluster, as a test uses it. */
export type Cluster = ClusterAddress & {
  /** Runs the lab's kubectl as the administrator, or with another kubeconfig. */
  kubectl(args: readonly string[], options?: KubectlOptions): Promise<KubectlResult>;
  /** The same with `-o json`; the caller says what shape it expects. */
  kubectlJson<T>(args: readonly string[], options?: KubectlOptions): Promise<T>;
  apply(objects: readonly object[]): Promise<void>;
  /** GETs a path of the API as the administrator: what a loop asks, without a process each time. */
  get<T>(path: string): Promise<T>;
  /** Makes a namespace of a fresh name in which `viewer` may read and `operator` may act. */
  createNamespace(prefix: string): Promise<string>;
  /**
   * Writes a kubeconfig file and returns its path.
   * @param options.server another way to the API server, e.g. through toxiproxy: `https://127.0.0.1:PORT`.
   */
  kubeconfigFor(user: LabUser | "admin", namespace: string, options?: { readonly server?: string }): Promise<string>;
  /** Gives a user further rights in a namespace, and waits until they hold. */
  grant(namespace: string, user: LabUser, rules: readonly AccessRule[]): Promise<void>;
  /** Finished requests of users under test, oldest first; complete up to this call. */
  auditEvents(filter?: AuditFilter): Promise<readonly AuditEvent[]>;
  /** What every pod of the namespace answers to `kubectl logs`, or to `logs --previous`. */
  setLogs(namespace: string, lines: readonly LogLine[], previous?: boolean): Promise<void>;
  /** The same for one pod; `null` makes its logs unreadable (the kubelet answers with an error). */
  setPodLogs(namespace: string, pod: string, lines: readonly LogLine[] | null): Promise<void>;
  /** Leads forwarded pod ports of a namespace to local servers: pod port → local port. */
  forwardPods(namespace: string, ports: ReadonlyMap<number, number>): Promise<void>;
};

/** The handle of a cluster that runs somewhere, also in another process of this machine. */
export function clusterAt(address: ClusterAddress): Cluster {
  return {
    ...address,
    kubectl: (args, options) => kubectl(address, args, options),
    kubectlJson: async <T>(args: readonly string[], options?: KubectlOptions) => {
      const { stdout } = await kubectl(address, [...args, "-o", "json"], options);
      return JSON.parse(stdout) as T;
    },
    get: async <T>(path: string) => {
      const { status, body } = await userRequest(address, "admin", path);
      if (status !== 200) throw new Error(`GET ${path}: ${status} ${body}`);
      return JSON.parse(body) as T;
    },
    apply: (objects) => applyObjects(address, objects),
    createNamespace: (prefix) => createNamespace(address, prefix),
    kubeconfigFor: async (user, namespace, { server = address.serverUrl } = {}) => {
      const name = `${namespace}_${user}_${crypto.randomUUID().slice(0, 8)}.kubeconfig`;
      const path = join(address.folder, "kubeconfigs", name);
      const text = kubeconfigText(address.pkiFolder, user, { server, namespace });
      await writeFile(path, text, { mode: 0o600 });
      return path;
    },
    grant: async (namespace, user, rules) => {
      const name = `${user}-${crypto.randomUUID().slice(0, 8)}`;
      await applyObjects(address, grant(namespace, user, rules, name));
      await Promise.all(rules.map((rule) => waitForAccess(address, namespace, user, rule)));
    },
    auditEvents: (filter) => auditEvents(address, filter),
    setLogs: (namespace, lines, previous = false) =>
      writeLog((previous ? previousLogFile : logFile)(address, namespace), lines),
    setPodLogs: (namespace, pod, lines) => setPodLogs(address, namespace, pod, lines),
    forwardPods: (namespace, ports) =>
      applyObjects(address, [
        {
          apiVersion: "kwok.x-k8s.io/v1alpha1",
          kind: "ClusterPortForward",
          metadata: { name: namespace },
          spec: {
            selector: { matchNamespaces: [namespace] },
            forwards: [...ports].map(([podPort, localPort]) => ({
              ports: [podPort],
              target: { port: localPort, address: "127.0.0.1" },
            })),
          },
        },
      ]),
  };
}

async function setPodLogs(
  address: ClusterAddress,
  namespace: string,
  pod: string,
  lines: readonly LogLine[] | null,
): Promise<void> {
  const logsFile = logFile(address, namespace, pod);
  const previousLogsFile = previousLogFile(address, namespace, pod);
  if (lines !== null) await writeLog(logsFile, lines);
  const log = { logsFile, previousLogsFile, follow: false };
  await applyObjects(address, [
    {
      apiVersion: "kwok.x-k8s.io/v1alpha1",
      kind: "Logs",
      metadata: { name: pod, namespace },
      spec: { logs: [lines === null ? { ...log, containers: ["no-such-container"] } : log] },
    },
  ]);
}

async function waitForAccess(
  address: ClusterAddress,
  namespace: string,
  user: string,
  rule: AccessRule,
): Promise<void> {
  const [resource = "", subresource] = (rule.resources[0] ?? "").split("/");
  const group = rule.apiGroups[0] ?? "";
  await waitUntil(`${user} to have been granted ${rule.verbs.join(", ")} ${resource}`, async () => {
    const asked = await kubectl(
      address,
      [
        "auth",
        "can-i",
        rule.verbs[0] ?? "",
        group === "" ? resource : `${resource}.${group}`,
        ...(subresource === undefined ? [] : ["--subresource", subresource]),
        "-n",
        namespace,
        "--as",
        user,
      ],
      { reject: false },
    );
    return asked.stdout.trim() === "yes";
  });
}

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { freePorts } from "../process/free-ports.ts";
import { labDirectory } from "../process/lab-directory.ts";
import { type ServerProcess } from "../process/server-process.ts";
import { startOnFreePorts } from "../process/start-on-free-ports.ts";
import { waitUntil } from "../process/wait-until.ts";
import { kubernetes } from "../provision/kubernetes.ts";
import { binaryPath } from "../provision/lab-folder.ts";
import type { ClusterAddress } from "./address.ts";
import { clusterAt, type Cluster } from "./cluster.ts";
import { startApiServer, startControllerManager, startEtcd, startKwok, startScheduler } from "./control-plane.ts";
import { kubeconfigText } from "./kubeconfig.ts";
import { nodes } from "./node-stages.ts";
import { makePki } from "./pki.ts";

export type RunningCluster = {
  readonly cluster: Cluster;
  readonly address: ClusterAddress;
  readonly close: () => Promise<void>;
};

/** Starts a cluster of its own, with free ports, and waits until its nodes take pods. */
export function startCluster(): Promise<RunningCluster> {
  return startOnFreePorts(() => tryToStart(startNodes));
}

/** etcd and the API server alone, for objects that nobody acts on, as leases: no kinds of kwok, so make its namespaces by `apply`. */
export function startBareCluster(): Promise<RunningCluster> {
  return startOnFreePorts(() => tryToStart(async () => undefined));
}

type Keep = (starting: Promise<ServerProcess>) => Promise<unknown>;

async function tryToStart(startMore: (address: ClusterAddress, keep: Keep) => Promise<void>): Promise<RunningCluster> {
  const directory = await labDirectory("cluster");
  const running: ServerProcess[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(running.map((server) => server.close()));
    await directory.close();
  };
  try {
    const folder = directory.path;
    const [serverPort = 0, etcdPort = 0] = await freePorts(2);
    const address: ClusterAddress = {
      folder,
      serverPort,
      etcdPort,
      serverUrl: `https://127.0.0.1:${serverPort}`,
      pkiFolder: join(folder, "pki"),
      adminKubeconfig: join(folder, "admin.kubeconfig"),
      auditLogPath: join(folder, "audit.log"),
      kubectlPath: binaryPath(kubernetes, "kubectl"),
    };
    const folders = ["pki", "pod-logs", "kubeconfigs"].map((name) => mkdir(join(folder, name)));
    await Promise.all(folders);
    const keep: Keep = async (starting) => running.push(await starting);
    await all([makePki(address.pkiFolder), keep(startEtcd(folder, etcdPort))]);
    const admin = kubeconfigText(address.pkiFolder, "admin", { server: address.serverUrl });
    await writeFile(address.adminKubeconfig, admin, { mode: 0o600 });
    await keep(startApiServer(address));
    await startMore(address, keep);
    return { cluster: clusterAt(address), address, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startNodes(address: ClusterAddress, keep: Keep): Promise<void> {
  const [controllerPort = 0, schedulerPort = 0, kwokPort = 0] = await freePorts(3);
  await all([
    keep(startControllerManager(address, controllerPort)),
    keep(startScheduler(address, schedulerPort)),
    keep(startKwok(address, kwokPort)),
  ]);
  const cluster = clusterAt(address);
  await waitUntil("the nodes to take pods", () => nodesTakePods(cluster), { everyMs: 200, timeoutMs: 90_000 });
}

/** Waits for all, also when one fails: what started in the meantime must be known, to be closed. */
async function all(starting: readonly Promise<unknown>[]): Promise<void> {
  const failed = (await Promise.allSettled(starting)).find(({ status }) => status === "rejected");
  if (failed?.status === "rejected") throw failed.reason;
}

async function nodesTakePods(cluster: Cluster): Promise<boolean> {
  type NodeList = {
    items: { spec: { taints?: unknown[] }; status?: { conditions?: Record<string, string>[] } }[];
  };
  const { items } = await cluster.kubectlJson<NodeList>(["get", "nodes"]);
  const able = items.filter(
    ({ spec, status }) =>
      (spec.taints ?? []).length === 0 &&
      status?.conditions?.some(({ type, status: is }) => type === "Ready" && is === "True"),
  );
  return able.length === nodes.length;
}

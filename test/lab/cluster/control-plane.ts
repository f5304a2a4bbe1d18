import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import { freePorts } from "../process/free-ports.ts";
import { startServer, type ServerProcess } from "../process/server-process.ts";
import { binaryPath } from "../provision/lab-folder.ts";
import { etcd } from "../provision/etcd.ts";
import { kubernetes } from "../provision/kubernetes.ts";
import { kwok } from "../provision/kwok.ts";
import type { ClusterAddress } from "./address.ts";
import { auditPolicy } from "./audit-policy.ts";
import { kubeconfigText } from "./kubeconfig.ts";
import { applyObjects, kubectl } from "./kubectl.ts";
import { kwokCrds, kwokKinds } from "./kwok-crds.ts";
import { nodes, nodeStages } from "./node-stages.ts";
import { podStages } from "./pod-stages.ts";
import { userRequest } from "./user-request.ts";

/** Starts etcd and waits until it answers. */
export async function startEtcd(folder: string, port: number): Promise<ServerProcess> {
  const [peerPort = 0] = await freePorts(1);
  const client = `http://127.0.0.1:${port}`;
  const peer = `http://127.0.0.1:${peerPort}`;
  return startServer({
    name: "etcd",
    command: binaryPath(etcd, "etcd"),
    folder,
    args: [
      "--data-dir=etcd",
      "--unsafe-no-fsync",
      "--log-level=warn",
      `--listen-client-urls=${client}`,
      `--advertise-client-urls=${client}`,
      `--listen-peer-urls=${peer}`,
      `--initial-advertise-peer-urls=${peer}`,
      `--initial-cluster=default=${peer}`,
    ],
    ready: async () => (await fetch(`${client}/health`)).ok,
  });
}

/** Starts an API server on the address's port, with its log and audit log in the address's folder, and waits until it says that it is ready. */
export async function startApiServer(address: ClusterAddress, more: readonly string[] = []): Promise<ServerProcess> {
  const { pkiFolder: pki, serverPort: port, etcdPort } = address;
  await writeFile(join(address.folder, "audit-policy.yaml"), stringify(auditPolicy));
  return startServer({
    name: "kube-apiserver",
    command: binaryPath(kubernetes, "kube-apiserver"),
    folder: address.folder,
    args: [
      `--etcd-servers=http://127.0.0.1:${etcdPort}`,
      "--bind-address=127.0.0.1",
      "--advertise-address=127.0.0.1",
      `--secure-port=${port}`,
      `--tls-cert-file=${pki}/apiserver.crt`,
      `--tls-private-key-file=${pki}/apiserver.key`,
      `--client-ca-file=${pki}/ca.crt`,
      `--service-account-key-file=${pki}/sa.pub`,
      `--service-account-signing-key-file=${pki}/sa.key`,
      `--service-account-issuer=https://127.0.0.1:${port}`,
      "--authorization-mode=Node,RBAC",
      "--service-cluster-ip-range=10.0.0.0/20",
      `--kubelet-client-certificate=${pki}/kubelet-client.crt`,
      `--kubelet-client-key=${pki}/kubelet-client.key`,
      "--kubelet-preferred-address-types=InternalIP",
      "--disable-admission-plugins=ServiceAccount",
      `--audit-log-path=${address.auditLogPath}`,
      "--audit-policy-file=audit-policy.yaml",
      ...more,
    ],
    ready: async () => (await userRequest(address, "admin", "/readyz")).body === "ok",
  });
}

/** The default of 20 requests a second would make suites that run side by side wait for each other. */
const manySuitesAtOnce = ["--kube-api-qps=300", "--kube-api-burst=600"];

/** A kubeconfig file for one of the cluster's own components; returns its path. */
async function componentKubeconfig(address: ClusterAddress, user: string): Promise<string> {
  const path = join(address.folder, `${user}.kubeconfig`);
  const text = kubeconfigText(address.pkiFolder, user, { server: address.serverUrl });
  await writeFile(path, text, { mode: 0o600 });
  return path;
}

/** Starts a component that talks to the API server as this user, and is the only one of its kind. */
async function startComponent(
  address: ClusterAddress,
  name: "kube-controller-manager" | "kube-scheduler",
  user: string,
  { port, args = [] }: { readonly port: number; readonly args?: readonly string[] },
): Promise<ServerProcess> {
  const kubeconfig = await componentKubeconfig(address, user);
  return startServer({
    name,
    command: binaryPath(kubernetes, name),
    folder: address.folder,
    args: [
      `--kubeconfig=${kubeconfig}`,
      "--leader-elect=false",
      ...manySuitesAtOnce,
      "--bind-address=127.0.0.1",
      `--secure-port=${port}`,
      ...args,
    ],
  });
}

/** Starts the real controllers: Deployments, ReplicaSets, endpoints, budgets, Jobs. */
export function startControllerManager(address: ClusterAddress, port: number): Promise<ServerProcess> {
  const { pkiFolder: pki } = address;
  const args = [`--service-account-private-key-file=${pki}/sa.key`, `--root-ca-file=${pki}/ca.crt`];
  return startComponent(address, "kube-controller-manager", "kcm", { port, args });
}

/** Starts the real scheduler, so that a pod that fits nowhere is really unschedulable. */
export function startScheduler(address: ClusterAddress, port: number): Promise<ServerProcess> {
  return startComponent(address, "kube-scheduler", "sched", { port });
}

/** Registers the kinds that kwok watches and the nodes that it plays, then starts it. */
export async function startKwok(address: ClusterAddress, port: number): Promise<ServerProcess> {
  const kubeconfig = await componentKubeconfig(address, "kwok");
  const stages = [...nodeStages, ...podStages].map((stage) => stringify(stage));
  await writeFile(join(address.folder, "kwok.yaml"), stages.join("---\n"));
  await applyObjects(address, [...kwokCrds, ...nodes]);
  const established = kwokCrds.map(({ metadata }) => `crd/${metadata.name}`);
  await kubectl(address, ["wait", "--for=condition=Established", "--timeout=30s", ...established]);
  return startServer({
    name: "kwok",
    command: binaryPath(kwok, "kwok"),
    folder: address.folder,
    args: [
      `--kubeconfig=${kubeconfig}`,
      "--config=kwok.yaml",
      "--manage-all-nodes",
      "--node-lease-duration-seconds=40",
      "--node-ip=127.0.0.1",
      `--node-port=${port}`,
      `--server-address=127.0.0.1:${port}`,
      "--cidr=10.1.0.0/16",
      `--tls-cert-file=${address.pkiFolder}/apiserver.crt`,
      `--tls-private-key-file=${address.pkiFolder}/apiserver.key`,
      `--enable-crds=${kwokKinds.map(({ kind }) => kind).join(",")}`,
    ],
  });
}

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import { freePorts } from "../process/free-ports.ts";
import { labDirectory } from "../process/lab-directory.ts";
import { startOnFreePorts } from "../process/start-on-free-ports.ts";
import type { ClusterAddress } from "./address.ts";
import { startApiServer } from "./control-plane.ts";
import { startPodNetwork, type PodNetwork } from "./pod-network.ts";

export type SecondApiServer = {
  readonly serverUrl: string;
  readonly network: PodNetwork;
  readonly close: () => Promise<void>;
};

/** Another API server of the same cluster, which reaches pods: pod port → local port. The first one cannot, as its pods have no network. */
export async function startSecondApiServer(
  cluster: ClusterAddress,
  ports: ReadonlyMap<number, number>,
  flags: readonly string[] = [],
): Promise<SecondApiServer> {
  const directory = await labDirectory("second-api-server");
  const folder = directory.path;
  const socket = join(folder, "pods.sock");
  const network = await startPodNetwork(socket, ports);
  const throughIt = { proxyProtocol: "HTTPConnect", transport: { uds: { udsName: socket } } };
  const selection = {
    apiVersion: "apiserver.k8s.io/v1beta1",
    kind: "EgressSelectorConfiguration",
    egressSelections: [{ name: "cluster", connection: throughIt }],
  };
  try {
    await writeFile(join(folder, "egress.yaml"), stringify(selection));
    const { server, serverUrl } = await startOnFreePorts(async () => {
      const [serverPort = 0] = await freePorts(1);
      const own = { folder, serverPort, serverUrl: `https://127.0.0.1:${serverPort}` };
      const address = { ...cluster, ...own, auditLogPath: join(folder, "audit.log") };
      const more = ["--egress-selector-config-file=egress.yaml", ...flags];
      return { server: await startApiServer(address, more), serverUrl: own.serverUrl };
    });
    const close = async (): Promise<void> => {
      await Promise.all([server.close(), network.close()]);
      await directory.close();
    };
    return { serverUrl, network, close };
  } catch (error) {
    await network.close();
    await directory.close();
    throw error;
  }
}

import { execa } from "execa";
import { waitUntil } from "../process/wait-until.ts";
import type { ClusterAddress } from "./address.ts";

/** Runs `use` while kubectl forwards a local port to a pod or a service; the URL is the local end. */
export async function withPortForward<T>(
  address: ClusterAddress,
  {
    namespace,
    target,
    port,
    kubeconfig = address.adminKubeconfig,
  }: {
    readonly namespace: string;
    readonly target: string;
    readonly port: number;
    readonly kubeconfig?: string;
  },
  use: (url: string) => Promise<T>,
): Promise<T> {
  const args = ["port-forward", "-n", namespace, target, `:${port}`, "--address=127.0.0.1"];
  const forwarding = execa(address.kubectlPath, args, {
    env: { KUBECONFIG: kubeconfig },
    reject: false,
    all: true,
  });
  let said = "";
  forwarding.all.on("data", (part: Buffer) => (said += part.toString()));
  try {
    const localPort = await waitUntil(
      `a port-forward to ${target}`,
      () => /Forwarding from 127\.0\.0\.1:(\d+)/.exec(said)?.[1],
      { seen: () => said },
    );
    return await use(`http://127.0.0.1:${localPort}`);
  } finally {
    forwarding.kill("SIGKILL");
    await forwarding;
  }
}

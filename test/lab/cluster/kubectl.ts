import { join } from "node:path";
import { execa } from "execa";
import type { ClusterAddress } from "./address.ts";

export type KubectlOptions = {
  /** What it reads from stdin (`-f -`). */
  readonly input?: string;
  /** Another identity's kubeconfig; the administrator's unless said. */
  readonly kubeconfig?: string;
  /** False: a failure is returned, not thrown. */
  readonly reject?: boolean;
  readonly timeoutMs?: number;
};

export type KubectlResult = {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
};

/** Runs the lab's kubectl to its end; throws with what it said unless `reject` is false. */
export async function kubectl(
  address: ClusterAddress,
  args: readonly string[],
  { input, kubeconfig, reject = true, timeoutMs = 60_000 }: KubectlOptions = {},
): Promise<KubectlResult> {
  const ended = await execa(address.kubectlPath, args, {
    input: input ?? "",
    reject: false,
    timeout: timeoutMs,
    env: {
      KUBECONFIG: kubeconfig ?? address.adminKubeconfig,
      KUBECACHEDIR: join(address.folder, "kubectl-cache"),
    },
  });
  if (ended.failed && reject) throw new Error(`kubectl ${args.join(" ")} failed (${ended.exitCode}):\n${ended.stderr}`);
  return { stdout: ended.stdout, stderr: ended.stderr, exitCode: ended.exitCode ?? -1 };
}

/** Applies objects in one call; nothing to do for none. */
export async function applyObjects(address: ClusterAddress, objects: readonly object[]): Promise<void> {
  if (objects.length === 0) return;
  const input = JSON.stringify({ apiVersion: "v1", kind: "List", items: objects });
  await kubectl(address, ["apply", "-f", "-"], { input });
}

import { join } from "node:path";
import { isIPv6 } from "node:net";
import type { Target } from "./choose-target.ts";

/** Where a pod finds its service account. */
export const SERVICE_ACCOUNT_FOLDER = "/var/run/secrets/kubernetes.io/serviceaccount";

/** The API server of the cluster that this process runs in; null outside of a pod. The token is read anew now and then: the kubelet rotates it. */
export async function inClusterTarget(
  namespace: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
  folder: string,
  readFile: (path: string) => Promise<string>,
): Promise<Target | null> {
  const host = env["KUBERNETES_SERVICE_HOST"] ?? "";
  const port = env["KUBERNETES_SERVICE_PORT"] ?? "";
  if (host === "" || port === "") return null;
  const tokenFile = join(folder, "token");
  try {
    await readFile(tokenFile);
  } catch {
    return null;
  }
  return {
    context: null,
    kubeconfig: null,
    server: `https://${isIPv6(host) ? `[${host}]` : host}:${port}`,
    namespace: namespace ?? (await own(readFile, join(folder, "namespace"))) ?? "default",
    cluster: { "certificate-authority": join(folder, "ca.crt") },
    clusterName: null,
    user: { tokenFile },
    userName: null,
    source: `the pod's service account (${folder})`,
  };
}

async function own(readFile: (path: string) => Promise<string>, path: string): Promise<string | null> {
  try {
    return (await readFile(path)).trim() || null;
  } catch {
    return null;
  }
}

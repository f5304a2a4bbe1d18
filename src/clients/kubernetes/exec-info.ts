import type { Target } from "./choose-target.ts";
import type { ExecConfig } from "./kubeconfig-schema.ts";

/** Where client-go looks for what a cluster entry says to its plugin alone. */
const EXEC_EXTENSION = "client.authentication.k8s.io/exec";

/** KUBERNETES_EXEC_INFO: what a plugin is told, as client-go does; `authority` (PEM) is that of the cluster, also where the kubeconfig only names its file. */
export function execInfo(
  exec: ExecConfig,
  { server, cluster }: Pick<Target, "server" | "cluster">,
  { interactive, authority }: { readonly interactive: boolean; readonly authority: string | undefined },
): string {
  const config = cluster.extensions?.find(({ name }) => name === EXEC_EXTENSION)?.extension;
  return JSON.stringify({
    apiVersion: exec.apiVersion ?? "client.authentication.k8s.io/v1",
    kind: "ExecCredential",
    spec: {
      interactive,
      ...(exec.provideClusterInfo === true && {
        cluster: {
          server,
          ...(authority !== undefined && {
            "certificate-authority-data": Buffer.from(authority, "utf8").toString("base64"),
          }),
          "insecure-skip-tls-verify": cluster["insecure-skip-tls-verify"] ?? undefined,
          "tls-server-name": cluster["tls-server-name"],
          "proxy-url": cluster["proxy-url"],
          "disable-compression": cluster["disable-compression"] ?? undefined,
          config,
        },
      }),
    },
  });
}

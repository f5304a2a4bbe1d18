import { readFileSync } from "node:fs";
import { stringify } from "yaml";

/**
 * Text of a kubeconfig for a user whose certificate lies in `pkiFolder`, with everything inline,
 * so that the file may be copied anywhere.
 *
 * @param access `server` as the client shall see it (a proxy in front of the API server, say).
 */
export function kubeconfigText(
  pkiFolder: string,
  user: string,
  access: { readonly server: string; readonly namespace?: string | undefined },
): string {
  const inline = (file: string) => readFileSync(`${pkiFolder}/${file}`).toString("base64");
  const namespace = access.namespace === undefined ? {} : { namespace: access.namespace };
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": "lab",
    clusters: [
      {
        name: "lab",
        cluster: { server: access.server, "certificate-authority-data": inline("ca.crt") },
      },
    ],
    users: [
      {
        name: user,
        user: {
          "client-certificate-data": inline(`${user}.crt`),
          "client-key-data": inline(`${user}.key`),
        },
      },
    ],
    contexts: [{ name: "lab", context: { cluster: "lab", user, ...namespace } }],
  });
}

import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Cluster } from "./cluster.ts";

/** Writes a kubeconfig in which a user's entry is as given, instead of a certificate of the lab's; its path. `more` is for the cluster's entry. */
export async function kubeconfigOf(
  cluster: Cluster,
  namespace: string,
  name: string,
  user: object,
  more: object = {},
): Promise<string> {
  const path = join(cluster.folder, `${namespace}-${name}.kubeconfig`);
  const authority = readFileSync(join(cluster.pkiFolder, "ca.crt")).toString("base64");
  const text = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": "lab",
    clusters: [
      { name: "lab", cluster: { server: cluster.serverUrl, "certificate-authority-data": authority, ...more } },
    ],
    users: [{ name, user }],
    contexts: [{ name: "lab", context: { cluster: "lab", user: name, namespace } }],
  };
  await writeFile(path, JSON.stringify(text), { mode: 0o600 });
  return path;
}

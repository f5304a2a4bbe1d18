import { copyFile, mkdir, rename, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Cluster } from "./cluster.ts";

/** The folder that a pod finds its service account in, as the kubelet keeps it. */
export type ServiceAccountFolder = {
  readonly path: string;
  /** Another token in the place of this one, at once: as the kubelet rotates them. */
  rotate(token: string): Promise<void>;
};

/**
 * Writes a service account's token, namespace and authority into a folder as the kubelet does: the files are links through `..data`, which is a link to
 * a folder of the moment, and is replaced by a rename.
 */
export async function serviceAccountFolder(
  cluster: Cluster,
  path: string,
  namespace: string,
  token: string,
): Promise<ServiceAccountFolder> {
  let turn = 0;
  const rotate = async (next: string): Promise<void> => {
    const name = `..${(turn += 1)}`;
    await mkdir(join(path, name), { recursive: true });
    await writeFile(join(path, name, "token"), next, { mode: 0o600 });
    await writeFile(join(path, name, "namespace"), namespace);
    await copyFile(join(cluster.pkiFolder, "ca.crt"), join(path, name, "ca.crt"));
    await symlink(name, join(path, "..data_tmp"));
    await rename(join(path, "..data_tmp"), join(path, "..data"));
  };
  await rotate(token);
  for (const file of ["token", "namespace", "ca.crt"]) await symlink(`..data/${file}`, join(path, file));
  return { path, rotate };
}

import { existsSync } from "node:fs";
import { join } from "node:path";
import { kubernetes } from "../lab/provision/kubernetes.ts";
import { binaryPath } from "../lab/provision/lab-folder.ts";

/** The lab's kubectl where it has been built, else one on the path. */
export function findKubectl(): string | undefined {
  const onPath = (process.env["PATH"] ?? "").split(":").map((folder) => join(folder, "kubectl"));
  return [binaryPath(kubernetes, "kubectl"), ...onPath].find((path) => existsSync(path));
}

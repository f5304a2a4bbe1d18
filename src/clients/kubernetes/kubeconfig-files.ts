import { homedir } from "node:os";
import { delimiter, isAbsolute, join, resolve } from "node:path";

export interface KubeconfigFiles {
  readonly paths: readonly string[];
  /** Where the choice comes from, for errors. */
  readonly origin: "--kubeconfig or bigops.yaml" | "KUBECONFIG" | "the home folder";
  /** A file that was named itself must exist; one of KUBECONFIG's list need not. */
  readonly required: boolean;
}

/** kubectl's order: the one that was named; else KUBECONFIG's list; else ~/.kube/config. */
export function kubeconfigFiles(
  named: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): KubeconfigFiles {
  if (named !== undefined) return { paths: [absolute(named)], origin: "--kubeconfig or bigops.yaml", required: true };
  const listed = (env["KUBECONFIG"] ?? "").split(delimiter).filter((path) => path !== "");
  if (listed.length > 0) return { paths: [...new Set(listed.map(absolute))], origin: "KUBECONFIG", required: false };
  const home = env["HOME"] ?? homedir();
  return { paths: [join(home, ".kube", "config")], origin: "the home folder", required: false };
}

function absolute(path: string): string {
  return isAbsolute(path) ? path : resolve(path);
}

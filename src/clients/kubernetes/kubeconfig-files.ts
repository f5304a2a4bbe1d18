import { homedir } from "node:os";
import { delimiter, isAbsolute, join, resolve } from "node:path";

export interface KubeconfigFiles {
  readonly paths: readonly string[];
  /** Where the choice comes from, for errors. */
  readonly origin: "--kubeconfig or bigops.yaml" | "KUBECONFIG" | "the home folder";
  /** A file that was named itself must exist; one of KUBECONFIG's list need not. */
  readonly required: boolean;
  /** The one that was named, unless kubectl would take it unasked; else null. */
  readonly named: string | null;
}

/** kubectl's order: the one that was named; else KUBECONFIG's list; else ~/.kube/config. */
export function kubeconfigFiles(
  named: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): KubeconfigFiles {
  if (named !== undefined) {
    const path = absolute(named);
    const { paths } = kubeconfigFiles(undefined, env);
    const isUsual = paths.length === 1 && paths[0] === path;
    return { paths: [path], origin: "--kubeconfig or bigops.yaml", required: true, named: isUsual ? null : path };
  }
  const listed = (env["KUBECONFIG"] ?? "").split(delimiter).filter((path) => path !== "");
  if (listed.length > 0)
    return { paths: [...new Set(listed.map(absolute))], origin: "KUBECONFIG", required: false, named: null };
  const home = env["HOME"] ?? homedir();
  return { paths: [join(home, ".kube", "config")], origin: "the home folder", required: false, named: null };
}

function absolute(path: string): string {
  return isAbsolute(path) ? path : resolve(path);
}

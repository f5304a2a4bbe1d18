import type { KubernetesSettings } from "../../core/environment/environment.ts";
import { ClientError } from "../client-error.ts";
import { chooseTarget, missing, type Target } from "./choose-target.ts";
import { inClusterTarget, SERVICE_ACCOUNT_FOLDER } from "./in-cluster.ts";
import { kubeconfigFiles } from "./kubeconfig-files.ts";
import { readKubeconfig } from "./read-kubeconfig.ts";

export interface TargetSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly readFile: (path: string) => Promise<string>;
  /** Where a pod's service account lies; the default is Kubernetes's own. */
  readonly serviceAccountFolder?: string;
}

/** Which API server, as kubectl resolves it: a kubeconfig first; without one, the cluster that this process runs in. Rejects with ClientError `not-configured`. */
export async function findTarget(settings: KubernetesSettings, sources: TargetSources): Promise<Target> {
  const files = kubeconfigFiles(settings.kubeconfig, sources.env);
  const config = await readKubeconfig(files, sources.readFile);
  if (config.paths.length > 0 || settings.context !== undefined) return chooseTarget(config, settings, files);
  const folder = sources.serviceAccountFolder ?? SERVICE_ACCOUNT_FOLDER;
  const inCluster = await inClusterTarget(settings.namespace, sources.env, folder, sources.readFile);
  if (inCluster !== null) return inCluster;
  throw new ClientError(
    "not-configured",
    `no Kubernetes cluster is configured: there is no kubeconfig at ${missing(files)}`,
    "name one with --kubeconfig or KUBECONFIG (that alone is enough), write a bigops.yaml with bigops init, or try --env sandbox, which needs neither",
  );
}

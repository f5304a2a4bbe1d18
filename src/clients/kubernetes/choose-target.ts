import type { KubernetesSettings } from "../../core/environment/environment.ts";
import { nearestName } from "../../core/source/nearest-name.ts";
import { ClientError } from "../client-error.ts";
import type { KubeconfigCluster, KubeconfigUser } from "./kubeconfig-schema.ts";
import type { KubeconfigFiles } from "./kubeconfig-files.ts";
import type { Kubeconfig } from "./read-kubeconfig.ts";

/** One API server and the user to be there. */
export interface Target {
  /** Null in-cluster. */
  readonly context: string | null;
  /** The file that was named; null where kubectl would take it unasked, and in-cluster. */
  readonly kubeconfig: string | null;
  /** Without a trailing slash; may have a path prefix. */
  readonly server: string;
  readonly namespace: string;
  readonly cluster: KubeconfigCluster;
  readonly user: KubeconfigUser;
  /** The name of the kubeconfig's cluster entry; null in-cluster. */
  readonly clusterName: string | null;
  /** The name of the kubeconfig's user entry. */
  readonly userName: string | null;
  /** The files that say so, for errors. */
  readonly source: string;
}

/** The context's cluster, user and namespace. Throws ClientError `not-configured`, with the names that there are. */
export function chooseTarget(config: Kubeconfig, settings: KubernetesSettings, files: KubeconfigFiles): Target {
  const source = config.paths.join(", ");
  const name = settings.context ?? config.currentContext;
  const known = [...config.contexts.keys()];
  if (name === null && known.length === 0)
    throw new ClientError(
      "not-configured",
      `${source} names no cluster: it has no contexts, as an empty file`,
      "write it anew with the command that your cluster's provider gives, or name another file with --kubeconfig; --env sandbox needs none",
    );
  if (name === null)
    throw new ClientError(
      "not-configured",
      `${source} has no current context`,
      `choose one with --context: ${listed(known)}`,
    );
  const context = config.contexts.get(name);
  if (context === undefined)
    throw new ClientError(
      "not-configured",
      `there is no context "${name}" in ${source === "" ? missing(files) : source}.${nearest(name, known)}`,
      known.length === 0
        ? "it has no contexts at all: name another file with --kubeconfig"
        : `contexts there: ${listed(known)}`,
    );
  const cluster = entry(config.clusters, context.cluster, `context "${name}" has no cluster`, "cluster", source);
  if (cluster.server === undefined) throw incomplete(`cluster "${context.cluster}" in ${source} has no server`);
  if (!/^https?:\/\//.test(cluster.server) || !URL.canParse(cluster.server))
    throw incomplete(`the server of cluster "${context.cluster}" in ${source} is no http or https URL`);
  const { username, password } = new URL(cluster.server);
  if (username !== "" || password !== "")
    throw incomplete(
      `the server of cluster "${context.cluster}" in ${source} carries a user's name or password, and an address is shown and recorded: write them as username and password of the user`,
    );
  const user = context.user === undefined ? {} : entry(config.users, context.user, "", "user", source);
  return {
    context: name,
    kubeconfig: files.named,
    server: cluster.server.replace(/(?<!\/)\/+$/, ""),
    namespace: settings.namespace ?? context.namespace ?? "default",
    cluster,
    clusterName: context.cluster ?? null,
    user,
    userName: context.user ?? null,
    source,
  };
}

function entry<T>(
  entries: ReadonlyMap<string, T>,
  name: string | undefined,
  none: string,
  kind: string,
  source: string,
): T {
  if (name === undefined) throw incomplete(`${none} in ${source}`);
  const found = entries.get(name);
  if (found === undefined)
    throw incomplete(`${kind} "${name}" is not in ${source}.${nearest(name, [...entries.keys()])}`);
  return found;
}

function incomplete(message: string): ClientError {
  return new ClientError("not-configured", message, "correct the kubeconfig, or choose another context with --context");
}

export function missing(files: KubeconfigFiles): string {
  return `${files.paths.join(", ")} (${files.origin}; no such file)`;
}

function nearest(name: string, names: readonly string[]): string {
  const near = nearestName(name, names);
  return near === null ? "" : ` Did you mean "${near}"?`;
}

function listed(names: readonly string[]): string {
  const most = 20;
  return names.length <= most ? names.join(", ") : `${names.slice(0, most).join(", ")} and ${names.length - most} more`;
}

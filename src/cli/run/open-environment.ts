import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { ClientError } from "../../clients/client-error.ts";
import { SERVICE_ACCOUNT_FOLDER } from "../../clients/kubernetes/in-cluster.ts";
import { LONGEST_TIMEOUT_MS } from "../../core/check/longest-timeout.ts";
import type { OpenDoors } from "../../clients/open-doors.ts";
import type { SecretRegistry } from "../../clients/secret-registry.ts";
import type { Environment } from "../../core/environment/environment.ts";
import type { KubectlAim } from "../../core/text/aim-kubectl.ts";
import type { Runbook } from "../../core/runbook/runbook.ts";
import { findConfig } from "../config/find-config.ts";
import { loadEnvironment, SANDBOX } from "../config/load-environment.ts";
import type { StartedSandbox } from "../sandbox/sandbox-environment.ts";
import { warn } from "../output/warn.ts";
import { clusterNeed } from "./cluster-need.ts";
import type { Connection } from "./connection.ts";
import { logIn } from "./log-in.ts";
import type { ClusterUse } from "./needs-kubernetes.ts";
import { type PluginVoice, pluginVoice } from "./plugin-voice.ts";

/** An environment whose doors are there; nothing has been asked yet. */
export interface ReachedEnvironment {
  readonly environment: Environment;
  readonly doors: OpenDoors;
  readonly secrets: SecretRegistry;
  readonly voice: PluginVoice;
  readonly sandbox: boolean;
  /** The text of the kubeconfig of a sandbox; null: it is none. */
  readonly sandboxKubeconfig: string | null;
  /** It says which cluster is its own, or this process runs in one: not what a kubeconfig happens to have as its current context. */
  readonly namesCluster: boolean;
  /** The run has a folder from now on: the sandbox keeps there what it would need to be the same again. */
  record(runFolder: string): void;
  close(): Promise<void>;
}

/** Stands in a place where a kubeconfig's context would. */
export const IN_CLUSTER = "in-cluster";

export interface OpenEnvironment extends Omit<ReachedEnvironment, "namesCluster"> {
  /** For the head line, e.g. "staging-eks/ml"; empty without a cluster. */
  readonly place: string;
  /** What tells one cluster from another. */
  readonly cluster: string;
  readonly namespace: string | null;
  /** How kubectl reaches the cluster; null without one. Of a sandbox see `kubectlAim`. */
  readonly kubectl: KubectlAim | null;
}

/** Reaches and enters an environment at once. */
export async function openEnvironment(
  connection: Connection,
  runFolder: string | null,
  visit: Visit,
): Promise<OpenEnvironment> {
  return enterEnvironment(await reachEnvironment(connection, runFolder), visit);
}

/** What an environment is entered for. */
export interface Visit {
  readonly runbooks: readonly Runbook[];
  readonly use: ClusterUse;
  /** Whether somebody who is asked to log in may take the time: not where a word is to be said at once. */
  readonly logsIn: boolean;
}

/** Reads the configuration or starts the sandbox: the doors open when first asked for. */
export async function reachEnvironment(connection: Connection, runFolder: string | null): Promise<ReachedEnvironment> {
  const started = await sandboxOf(connection, runFolder);
  const environment = started?.environment ?? (await configured(connection));
  const { openDoors } = await import("../../clients/open-doors.ts");
  const { processSecrets: secrets } = await import("../../clients/secret-registry.ts");
  const { registerConfigured } = await import("../../clients/secrets/register-configured.ts");
  await registerConfigured(environment, { env: process.env, secrets, readFile: (path) => readFile(path, "utf8") });
  const voice = pluginVoice();
  const reachable = withOverrides(environment, connection);
  const doors = openDoors(reachable, {
    env: process.env,
    secrets,
    // Checks and plans bring their own, shorter limits; this one is for what would forget to.
    timeoutMs: LONGEST_TIMEOUT_MS,
    tell: voice.tell,
    readFile: async (path) =>
      started?.environment.kubernetes.kubeconfig === path ? started.kubeconfigYaml : readFile(path, "utf8"),
  });
  const close = async () => {
    await doors.close();
    await started?.close();
  };
  const record = (folder: string) => started?.record(folder);
  return {
    environment,
    doors,
    secrets,
    voice,
    sandbox: started !== null,
    sandboxKubeconfig: started?.kubeconfigYaml ?? null,
    namesCluster: Object.keys(reachable.kubernetes).length > 0 || isInCluster(process.env),
    record,
    close,
  };
}

/**
 * Opens the kubeconfig where the run uses one: its mistakes should be said before anything runs; and logs in there where that is somebody's to do. Where the
 * runbooks need the cluster, what was reached is closed when that fails; for leases alone nobody is kept from a run.
 */
export async function enterEnvironment(reached: ReachedEnvironment, visit: Visit): Promise<OpenEnvironment> {
  const { use, runbooks, logsIn } = visit;
  const isUsed = use === "needed" || (use === "for-leases" && reached.namesCluster);
  try {
    const place = isUsed ? await placeIn(reached) : NOWHERE;
    if (logsIn && clusterNeed(runbooks, reached.environment) !== "none") await logIn(reached.doors);
    return { ...reached, ...place };
  } catch (error) {
    if (use === "for-leases" && error instanceof ClientError) {
      warn(
        `others are not told of what this run changes, nor can it be fenced once it is handed over: ${error.message}`,
      );
      return { ...reached, ...NOWHERE };
    }
    await reached.close();
    throw error;
  }
}

/** Where a run is, as far as the cluster tells. */
type Place = Pick<OpenEnvironment, "place" | "cluster" | "namespace" | "kubectl">;

const NOWHERE: Place = { place: "", cluster: "none", namespace: null, kubectl: null };

async function placeIn({ doors, sandbox }: ReachedEnvironment): Promise<Place> {
  const { context, kubeconfig, namespace, server } = await doors.kubernetes();
  const kubectl = { context, kubeconfig, namespace };
  if (sandbox) return { place: namespace, cluster: "sandbox", namespace, kubectl };
  return { place: `${context ?? IN_CLUSTER}/${namespace}`, cluster: server, namespace, kubectl };
}

function isInCluster(env: NodeJS.ProcessEnv): boolean {
  return (env["KUBERNETES_SERVICE_HOST"] ?? "") !== "" && existsSync(`${SERVICE_ACCOUNT_FOLDER}/token`);
}

/** A run that began with no cluster goes on with none: those who took it over would look for its leases nowhere. */
export function clusterUseOf({ cluster }: { readonly cluster: string }): ClusterUse {
  return cluster === "none" ? "none" : "needed";
}

async function sandboxOf({ sandbox }: Connection, runFolder: string | null): Promise<StartedSandbox | null> {
  if (sandbox === null) return null;
  const { startSandboxEnvironment } = await import("../sandbox/sandbox-environment.ts");
  return startSandboxEnvironment(sandbox, runFolder);
}

async function configured(connection: Connection): Promise<Environment> {
  if (connection.environment === SANDBOX) throw new Error("the sandbox has no configuration");
  const config = await findConfig(
    connection.cwd,
    connection.config === null ? process.env : { ...process.env, BIGOPS_CONFIG: connection.config },
  );
  return loadEnvironment(connection.environment, config, { context: connection.context });
}

function withOverrides(environment: Environment, { context, namespace, kubeconfig }: Connection): Environment {
  const kubernetes = {
    ...environment.kubernetes,
    ...(context === null ? {} : { context }),
    ...(namespace === null ? {} : { namespace }),
    ...(kubeconfig === null ? {} : { kubeconfig }),
  };
  return { ...environment, kubernetes };
}

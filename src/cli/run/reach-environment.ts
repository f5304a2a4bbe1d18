import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { SERVICE_ACCOUNT_FOLDER } from "../../clients/kubernetes/in-cluster.ts";
import { LONGEST_TIMEOUT_MS } from "../../core/check/longest-timeout.ts";
import type { OpenDoors } from "../../clients/open-doors.ts";
import type { SecretRegistry } from "../../clients/secret-registry.ts";
import type { Environment } from "../../core/environment/environment.ts";
import { findConfig } from "../config/find-config.ts";
import { loadEnvironment, SANDBOX } from "../config/load-environment.ts";
import type { StartedSandbox } from "../sandbox/sandbox-environment.ts";
import type { Connection } from "./connection.ts";
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

/** Reads the configuration or starts the sandbox: the doors open when first asked for. */
export async function reachEnvironment(connection: Connection, runFolder: string | null): Promise<ReachedEnvironment> {
  const started = await sandboxOf(connection, runFolder);
  const environment = started?.environment ?? (await configuredEnvironment(connection));
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

function isInCluster(env: NodeJS.ProcessEnv): boolean {
  return (env["KUBERNETES_SERVICE_HOST"] ?? "") !== "" && existsSync(`${SERVICE_ACCOUNT_FOLDER}/token`);
}

async function sandboxOf({ sandbox }: Connection, runFolder: string | null): Promise<StartedSandbox | null> {
  if (sandbox === null) return null;
  const { startSandboxEnvironment } = await import("../sandbox/sandbox-environment.ts");
  return startSandboxEnvironment(sandbox, runFolder);
}

/** The environment as it is written by now. Throws UsageError where it is not there any more, or says nothing that holds. */
export async function configuredEnvironment(connection: Connection): Promise<Environment> {
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

import type { KubernetesSettings } from "../../core/environment/environment.ts";
import { readSecret, type SecretSources } from "../secrets/read-secret.ts";
import { apiConnection, type ApiConnection, type ConnectionOptions } from "./api-connection.ts";
import { credentials } from "./credentials.ts";
import { findTarget, type TargetSources } from "./find-target.ts";
import { readAuthority } from "./key-material.ts";
import { registerCarried } from "./register-carried.ts";

/** Finds the API server and the user to be there. Nothing is sent yet. Rejects with ClientError `not-configured`. */
export async function openConnection(
  settings: KubernetesSettings,
  sources: SecretSources & TargetSources,
  options: ConnectionOptions,
): Promise<ApiConnection> {
  const target = await findTarget(settings, sources);
  registerCarried(target, sources.secrets);
  const files = {
    env: sources.env,
    secrets: sources.secrets,
    now: options.now,
    tell: options.tell ?? (() => undefined),
    readPlainFile: (path: string) => sources.readFile(path),
    readSecretFile: (path: string, name: string) => readSecret({ file: path }, `${name} in ${target.source}`, sources),
  };
  const who = credentials(target, files);
  await who.known();
  return apiConnection(target, who, await readAuthority(target, files), options);
}

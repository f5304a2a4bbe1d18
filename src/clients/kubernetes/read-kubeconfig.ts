import { dirname, isAbsolute, join } from "node:path";
import { ClientError } from "../client-error.ts";
import { systemCode } from "../http/network-error.ts";
import { fileTrouble } from "../file-trouble.ts";
import type { KubeconfigFiles } from "./kubeconfig-files.ts";
import type { KubeconfigCluster, KubeconfigContext, KubeconfigUser } from "./kubeconfig-schema.ts";
import { parseKubeconfig } from "./parse-kubeconfig.ts";

/** Several kubeconfig files as one, as kubectl merges them. Paths inside are absolute. */
export interface Kubeconfig {
  /** The files that were there. */
  readonly paths: readonly string[];
  readonly currentContext: string | null;
  readonly clusters: ReadonlyMap<string, KubeconfigCluster>;
  readonly users: ReadonlyMap<string, KubeconfigUser>;
  readonly contexts: ReadonlyMap<string, KubeconfigContext>;
}

/** Of two entries with one name, and of two current contexts, the first file's holds. Rejects with ClientError `not-configured`. */
export async function readKubeconfig(
  files: KubeconfigFiles,
  readFile: (path: string) => Promise<string>,
): Promise<Kubeconfig> {
  const merged = {
    paths: new Array<string>(),
    currentContext: null as string | null,
    clusters: new Map<string, KubeconfigCluster>(),
    users: new Map<string, KubeconfigUser>(),
    contexts: new Map<string, KubeconfigContext>(),
  };
  for (const path of files.paths) {
    const text = await readOne(path, files, readFile);
    if (text === null) continue;
    const parsed = parseKubeconfig(path, text);
    const here = (file: string | undefined) =>
      file === undefined || isAbsolute(file) ? file : join(dirname(path), file);
    merged.paths.push(path);
    merged.currentContext ??= parsed["current-context"] ?? null;
    for (const { name, cluster } of parsed.clusters ?? []) {
      if (!cluster || merged.clusters.has(name)) continue;
      merged.clusters.set(name, { ...cluster, "certificate-authority": here(cluster["certificate-authority"]) });
    }
    for (const { name, user } of parsed.users ?? []) {
      if (merged.users.has(name)) continue;
      merged.users.set(name, user ? { ...user, ...userPaths(user, here) } : {});
    }
    for (const { name, context } of parsed.contexts ?? []) {
      if (context && !merged.contexts.has(name)) merged.contexts.set(name, context);
    }
  }
  return merged;
}

function userPaths(
  user: KubeconfigUser,
  here: (file: string | undefined) => string | undefined,
): Partial<KubeconfigUser> {
  const { exec } = user;
  return {
    "client-certificate": here(user["client-certificate"]),
    "client-key": here(user["client-key"]),
    tokenFile: here(user.tokenFile),
    // A bare name is looked up in PATH; one with a slash is relative to the file.
    exec: exec?.command.includes("/") ? { ...exec, command: here(exec.command) ?? exec.command } : exec,
  };
}

async function readOne(
  path: string,
  files: KubeconfigFiles,
  readFile: (path: string) => Promise<string>,
): Promise<string | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (!files.required && systemCode(error) === "ENOENT") return null;
    throw new ClientError(
      "not-configured",
      `cannot read the kubeconfig ${path} (from ${files.origin}): ${fileTrouble(error)}`,
      "name the right file with --kubeconfig or in bigops.yaml",
    );
  }
}

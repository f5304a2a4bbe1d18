import { createPrivateKey } from "node:crypto";
import { ClientError } from "../client-error.ts";
import type { RequestHeaders } from "../http/send-request.ts";
import { fileTrouble } from "../file-trouble.ts";
import type { SecretRegistry } from "../secret-registry.ts";
import { certificateFacts } from "./certificate-facts.ts";
import type { Target } from "./choose-target.ts";

export interface KeyMaterialSources {
  readonly secrets: SecretRegistry;
  /** Reads a file that holds a secret, trimmed and registered under `name`; rejects with ClientError `not-configured`. */
  readonly readSecretFile: (path: string, name: string) => Promise<string>;
  /** Reads a file that holds none. */
  readonly readPlainFile: (path: string) => Promise<string>;
}

export interface KeyMaterial {
  /** PEM. */
  readonly cert: string | null;
  readonly key: string | null;
  readonly token: string | null;
  readonly headers: RequestHeaders;
}

/** What a kubeconfig's user entry holds itself. Data in the entry goes before a file, as in kubectl. */
export async function readKeyMaterial(target: Target, sources: KeyMaterialSources): Promise<KeyMaterial> {
  const { user, userName } = target;
  const named = (what: string) => `${what} of kubeconfig user ${userName ?? "?"}`;
  const secret = (name: string, value: string) => {
    sources.secrets.add(named(name), value);
    return value;
  };
  const keyData = user["client-key-data"];
  const certData = user["client-certificate-data"];
  const key =
    keyData !== undefined
      ? secret("client key", decoded(keyData))
      : await read(user["client-key"], (path) => sources.readSecretFile(path, named("client key")));
  const cert =
    certData !== undefined ? decoded(certData) : await read(user["client-certificate"], sources.readPlainFile);
  const entry = `user "${userName ?? ""}" in ${target.source}`;
  if (cert !== null && certificateFacts(cert) === null)
    throw unusable(
      `the ${nameOf("client-certificate", certData, user["client-certificate"])} of ${entry} is no PEM certificate`,
    );
  if (key !== null && !isKey(key))
    throw unusable(`the ${nameOf("client-key", keyData, user["client-key"])} of ${entry} is no PEM private key`);
  const token = user.token === undefined ? null : secret("token", user.token.trim());
  return { cert, key, token, headers: { ...basic(target, secret), ...impersonation(target) } };
}

/** The authorities to trust instead of the system's; undefined: the system's. */
export async function readAuthority(target: Target, sources: KeyMaterialSources): Promise<string | undefined> {
  const data = target.cluster["certificate-authority-data"];
  const path = target.cluster["certificate-authority"];
  const authority = data === undefined ? await read(path, sources.readPlainFile) : decoded(data);
  if (authority === null) return undefined;
  if (certificateFacts(authority) !== null) return authority;
  const where = data === undefined ? `the certificate-authority ${path ?? ""}` : "the certificate-authority-data";
  throw unusable(`${where} of cluster "${target.clusterName ?? ""}" in ${target.source} is no PEM certificate`);
}

function nameOf(field: string, data: string | undefined, path: string | undefined): string {
  return data === undefined ? `${field} ${path ?? ""}` : `${field}-data`;
}

function unusable(message: string): ClientError {
  return new ClientError(
    "not-configured",
    message,
    "copy it again from the cluster's provider, or choose another context with --context",
  );
}

/** A private key is read only to see that it is one. */
function isKey(pem: string): boolean {
  try {
    createPrivateKey(pem);
    return true;
  } catch {
    return false;
  }
}

function basic({ user }: Target, secret: (name: string, value: string) => string): Record<string, string> {
  if (user.username === undefined) return {};
  const pair = `${user.username}:${secret("password", user.password ?? "")}`;
  return { authorization: `Basic ${Buffer.from(pair, "utf8").toString("base64")}` };
}

function impersonation({ user }: Target): Record<string, string | string[]> {
  const extra = Object.entries(user["as-user-extra"] ?? {});
  return {
    ...(user.as !== undefined && { "impersonate-user": user.as }),
    ...(user["as-uid"] !== undefined && { "impersonate-uid": user["as-uid"] }),
    ...(user["as-groups"] && { "impersonate-group": [...user["as-groups"]] }),
    ...Object.fromEntries(extra.map(([key, values]) => [`impersonate-extra-${encodeURIComponent(key)}`, [...values]])),
  };
}

async function read(path: string | undefined, from: (path: string) => Promise<string>): Promise<string | null> {
  if (path === undefined) return null;
  try {
    return await from(path);
  } catch (error) {
    if (error instanceof ClientError) throw error;
    throw new ClientError(
      "not-configured",
      `cannot read ${path}, which the kubeconfig names: ${fileTrouble(error)}`,
      "check the path and its permissions",
    );
  }
}

function decoded(base64: string): string {
  return Buffer.from(base64, "base64").toString("utf8");
}

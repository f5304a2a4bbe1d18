import type { RequestHeaders } from "../http/send-request.ts";
import type { SecretRegistry } from "../secret-registry.ts";
import { argumentSecrets } from "./argument-secrets.ts";
import { looksSecret } from "../../core/text/looks-secret.ts";
import { certificateFacts } from "./certificate-facts.ts";
import type { Target } from "./choose-target.ts";
import type { PluginRun } from "./exec-credential.ts";
import { readAuthority, readKeyMaterial, type KeyMaterialSources } from "./key-material.ts";
import { type PluginLogin, pluginLogin } from "./plugin-login.ts";
import { tokenSubject } from "./token-subject.ts";

/** What goes along with a request to say who asks. */
export interface Identity {
  readonly headers: RequestHeaders;
  readonly cert?: string;
  readonly key?: string;
}

export interface Credentials {
  /**
   * Registers the secrets that the kubeconfig names, before any server is asked: another one may tell them. What cannot be read is said where it is
   * needed. Never rejects; starts no plugin.
   */
  known(): Promise<void>;
  /** Rejects with ClientError `not-configured` where a file or a plugin fails. */
  identity(): Promise<Identity>;
  /**
   * Runs the credential plugin now, where there is one and nothing good of it yet, with whoever is there; `begun` is told that, and which. Rejects as
   * `identity` does.
   */
  login(run: PluginRun, begun: (plugin: string) => void): Promise<void>;
  /** What `identity` waits for at the moment, in words; null: it is there as soon as files are read. */
  waitsFor(): string | null;
  /** After a 401: whether there are new credentials, worth another try. */
  renew(): Promise<boolean>;
  /** The name that the credentials themselves carry, when the server cannot be asked. */
  claimedName(): Promise<string | null>;
  /** A clause about the credentials last used, where they are known to be stale; null otherwise. */
  trouble(nowMs: number): string | null;
  /** Ends a plugin that still runs. */
  close(): void;
}

export interface CredentialSources extends KeyMaterialSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly secrets: SecretRegistry;
  readonly now: () => number;
  /** Told each line that a plugin says to a person, as it says it. */
  readonly tell: (line: string) => void;
}

/** As client-go: a token file is read anew once a minute, since its owner rotates it. */
const TOKEN_FILE_MS = 60_000;

/**
 * The credentials of a kubeconfig's user: client certificate, token, token file, user and password, credential plugin; and whom to impersonate.
 * A plugin runs once in this process, again only when what it gave has expired or was refused, or some time after it failed.
 */
export function credentials(target: Target, sources: CredentialSources): Credentials {
  const { user } = target;
  const authority = once(() => readAuthority(target, sources));
  const fixedMaterial = once(() => readKeyMaterial(target, sources));
  let fromFile: { readonly token: string; readonly readAtMs: number } | null = null;
  const plugin: PluginLogin | null = user.exec ? pluginLogin(user.exec, target, sources, authority) : null;

  const closing = new AbortController();
  let lastCert: string | null = null;

  async function fileToken(): Promise<string | null> {
    if (user.tokenFile === undefined) return null;
    if (fromFile !== null && sources.now() - fromFile.readAtMs < TOKEN_FILE_MS) return fromFile.token;
    const token = await sources.readSecretFile(user.tokenFile, "token");
    fromFile = { token, readAtMs: sources.now() };
    return token;
  }

  const oidc = once(async () =>
    (await import("./oidc-token.ts")).oidcToken(target, { ...sources, signal: closing.signal }),
  );

  async function fromProvider(): Promise<RequestHeaders> {
    if (!user["auth-provider"]) return {};
    if (user["auth-provider"].name === "oidc") return { authorization: `Bearer ${await (await oidc())()}` };
    const { authProviderHeaders } = await import("./auth-provider.ts");
    return authProviderHeaders(target, sources.secrets);
  }

  async function identity(): Promise<Identity> {
    const [fixed, file, exec, provided] = await Promise.all([
      fixedMaterial(),
      fileToken(),
      plugin?.credential() ?? null,
      fromProvider(),
    ]);
    const token = file ?? fixed.token ?? exec?.token ?? null;
    const cert = fixed.cert ?? exec?.cert ?? null;
    lastCert = cert;
    const key = fixed.key ?? exec?.key ?? null;
    const headers = { ...fixed.headers, ...provided, ...(token !== null && { authorization: `Bearer ${token}` }) };
    return { headers, ...(cert !== null && { cert }), ...(key !== null && { key }) };
  }

  return {
    async known() {
      for (const { name, value } of user.exec?.env ?? [])
        if (looksSecret(name, value)) sources.secrets.add(`${name} of ${user.exec?.command ?? ""}`, value);
      for (const { name, value } of argumentSecrets(user.exec?.args ?? []))
        sources.secrets.add(`${name} of ${user.exec?.command ?? ""}`, value);
      await Promise.allSettled([fixedMaterial(), fileToken()]);
    },
    identity,
    async renew() {
      if (fromFile !== null && sources.now() - fromFile.readAtMs > 0) {
        const before = fromFile.token;
        fromFile = null;
        if ((await fileToken()) !== before) return true;
      }
      return plugin?.renew() ?? false;
    },
    login: async (run, begun) => plugin?.login(run, begun),
    waitsFor: () =>
      plugin?.waitsFor() ??
      (user["auth-provider"]
        ? `the auth-provider ${user["auth-provider"].name} of user "${target.userName ?? ""}"`
        : null),
    async claimedName() {
      const { cert, headers } = await identity();
      if (user.as !== undefined) return user.as;
      if (cert !== undefined) return certificateFacts(cert)?.commonName ?? null;
      if (user.username !== undefined) return user.username;
      return tokenSubject(String(headers["authorization"] ?? ""));
    },
    trouble(nowMs) {
      const validToMs = lastCert === null ? null : (certificateFacts(lastCert)?.validToMs ?? null);
      if (validToMs === null || validToMs > nowMs) return null;
      return `its client certificate expired at ${new Date(validToMs).toISOString()}`;
    },
    close() {
      closing.abort();
      plugin?.close();
    },
  };
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | null = null;
  return () => (result ??= read());
}

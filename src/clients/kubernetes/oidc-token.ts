import { ClientError } from "../client-error.ts";
import { parseObject } from "../http/parse-object.ts";
import { type HttpReply, sendRequest, type TlsSettings } from "../http/send-request.ts";
import { quoted } from "../quoted.ts";
import type { SecretRegistry } from "../secret-registry.ts";
import type { Target } from "./choose-target.ts";

const TIMEOUT_MS = 10_000;
const MAX_BYTES = 1024 * 1024;
/** As client-go: a token that is about to expire has expired, since clocks differ. */
const EXPIRY_DELTA_MS = 10_000;
/** So long a refusal stands: each check would only be refused the same. */
const REFUSAL_STANDS_MS = 60_000;
const LOG_IN_AGAIN = "log in again as you did for kubectl";

export interface OidcSources {
  readonly secrets: SecretRegistry;
  readonly readPlainFile: (path: string) => Promise<string>;
  readonly now: () => number;
  /** Ends a refresh that is under way. */
  readonly signal: AbortSignal;
}

/**
 * The id-token of a kubeconfig's auth-provider `oidc`, refreshed as client-go does: with the client's secret, and trusting the authority that the kubeconfig
 * names for the issuer; the library does neither, and forgets a refresh token that stays the same. What is refreshed is kept in this process only. Rejects
 * with ClientError `not-configured` where it cannot be refreshed, or as the request to the issuer did.
 */
export function oidcToken(target: Target, sources: OidcSources): () => Promise<string> {
  const config = textsOf(target.user["auth-provider"]?.config ?? {});
  const what = `refresh the token of kubeconfig user "${target.userName ?? ""}" (auth-provider oidc)`;
  let idToken = config["id-token"] ?? "";
  let refreshToken = config["refresh-token"] ?? "";
  let refreshing: Promise<string> | null = null;
  let refused: { readonly error: ClientError; readonly atMs: number } | null = null;

  async function refresh(): Promise<string> {
    const { "idp-issuer-url": issuer = "", "client-id": client = "", "client-secret": secret = "" } = config;
    if (refreshToken === "" || issuer === "" || client === "") {
      const missing = refreshToken === "" ? "refresh-token" : issuer === "" ? "idp-issuer-url" : "client-id";
      throw new ClientError("not-configured", `cannot ${what}: it has no ${missing}`, LOG_IN_AGAIN);
    }
    const ask = asker(what, await authorityOf(config, sources), sources.signal);
    const metadata = await ask("GET", `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`, {}, null);
    const endpoint = parseObject(metadata.body)?.["token_endpoint"];
    if (metadata.status !== 200 || typeof endpoint !== "string" || !URL.canParse(endpoint))
      throw new ClientError(
        "unexpected-answer",
        `cannot ${what}: ${issuer} answered ${metadata.status} and named no token endpoint`,
        "check idp-issuer-url in the kubeconfig",
      );
    const grant = { grant_type: "refresh_token", refresh_token: refreshToken };
    const inBody = { ...grant, client_id: client, ...(secret !== "" && { client_secret: secret }) };
    const pair = `${formEncoded(client)}:${formEncoded(secret)}`;
    const basic = { authorization: `Basic ${Buffer.from(pair, "utf8").toString("base64")}` };
    let reply = secret === "" ? await ask("POST", endpoint, {}, inBody) : await ask("POST", endpoint, basic, grant);
    // Issuers differ in where they want the secret: as oauth2 in Go, the one and then the other.
    if (secret !== "" && isUnknownClient(reply)) reply = await ask("POST", endpoint, {}, inBody);
    const answer = parseObject(reply.body);
    for (const name of ["id_token", "refresh_token", "access_token"]) {
      const value = answer?.[name];
      if (typeof value === "string") sources.secrets.add(`${name} of auth-provider oidc`, value);
    }
    const given = answer?.["id_token"];
    if (reply.status !== 200 || typeof given !== "string")
      throw new ClientError(
        "not-configured",
        `cannot ${what}: ${endpoint} ${refusal(reply, answer, sources.secrets)}`,
        LOG_IN_AGAIN,
      );
    const next = answer?.["refresh_token"];
    if (typeof next === "string" && next !== "") refreshToken = next;
    idToken = given;
    return given;
  }

  async function remembered(): Promise<string> {
    try {
      return await refresh();
    } catch (error) {
      if (error instanceof ClientError && error.code === "not-configured") refused = { error, atMs: sources.now() };
      throw error;
    } finally {
      refreshing = null;
    }
  }

  return async () => {
    if (expiresAtMs(idToken) > sources.now() + EXPIRY_DELTA_MS) return idToken;
    if (refused !== null && sources.now() - refused.atMs < REFUSAL_STANDS_MS) throw refused.error;
    return (refreshing ??= remembered());
  };
}

type Ask = (
  method: "GET" | "POST",
  url: string,
  headers: Readonly<Record<string, string>>,
  form: Readonly<Record<string, string>> | null,
) => Promise<HttpReply>;

function asker(what: string, tls: TlsSettings, signal: AbortSignal): Ask {
  return (method, url, headers, form) => {
    if (!/^https?:\/\//.test(url) || !URL.canParse(url))
      throw new ClientError(
        "not-configured",
        `cannot ${what}: ${quoted(url, 200)} is no http or https URL`,
        LOG_IN_AGAIN,
      );
    return sendRequest({
      what: `${what} at ${url}`,
      unreachableHint: "is the identity provider reachable from here?",
      narrowHint: "check idp-issuer-url in the kubeconfig",
      method,
      url: new URL(url),
      headers: {
        accept: "application/json",
        ...(form !== null && { "content-type": "application/x-www-form-urlencoded" }),
        ...headers,
      },
      body: form === null ? null : new URLSearchParams(form).toString(),
      tls,
      agent: false,
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
      repeatable: false,
      signal,
    });
  };
}

async function authorityOf(config: Readonly<Record<string, string>>, sources: OidcSources): Promise<TlsSettings> {
  const data = config["idp-certificate-authority-data"];
  if (data !== undefined) return { ca: Buffer.from(data, "base64").toString("utf8") };
  const path = config["idp-certificate-authority"];
  return path === undefined ? {} : { ca: await sources.readPlainFile(path) };
}

function textsOf(config: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(config).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string" && entry[1] !== "",
    ),
  );
}

/** Milliseconds since the epoch; 0 for what is no JWT, which has to be refreshed. */
function expiresAtMs(jwt: string): number {
  const payload = jwt.split(".")[1] ?? "";
  const claimed = parseObject(Buffer.from(payload, "base64url").toString("utf8"))?.["exp"];
  return typeof claimed === "number" ? claimed * 1000 : 0;
}

/** As RFC 6749, 2.3.1, wants both parts before they are joined. */
function formEncoded(text: string): string {
  return new URLSearchParams({ _: text }).toString().slice("_=".length);
}

function isUnknownClient(reply: HttpReply): boolean {
  return reply.status === 401 || parseObject(reply.body)?.["error"] === "invalid_client";
}

function refusal(
  { status }: HttpReply,
  answer: Readonly<Record<string, unknown>> | null | undefined,
  secrets: SecretRegistry,
): string {
  const { error, error_description: description } = answer ?? {};
  const words = [error, description].filter((text): text is string => typeof text === "string" && text !== "");
  if (status === 200) return "gave no id_token";
  return `answered ${status}${words.length === 0 ? "" : `: ${quoted(words.join(": "), 300, secrets)}`}`;
}

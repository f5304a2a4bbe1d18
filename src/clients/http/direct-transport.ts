import type { DirectAddress } from "../../core/environment/environment.ts";
import { ClientError } from "../client-error.ts";
import { readReference, readSecret, type SecretSources } from "../secrets/read-secret.ts";
import { displayUrl } from "./address.ts";
import { earlyAgent } from "./early-agent.ts";
import { sendRequest } from "./send-request.ts";
import { type Transport, type TransportLimits, urlOf } from "./transport.ts";

/** Straight to a URL. Proxy variables of the environment are not read: what is seen is seen from here. */
export async function directTransport(
  address: DirectAddress,
  key: string,
  sources: SecretSources,
  limits: TransportLimits,
): Promise<Transport> {
  if (!/^https?:\/\//.test(address.url) || !URL.canParse(address.url))
    throw new ClientError("not-configured", `${key}: the URL is no http or https URL`, "correct it in bigops.yaml");
  const base = new URL(address.url);
  const token = address.bearerToken && (await readSecret(address.bearerToken, `${key}.bearerToken`, sources));
  const ca = address.ca && (await readReference(address.ca, `${key}.ca`, sources));
  const login = loginOf(base, sources);
  const shown = displayUrl(address, "");
  const pool = earlyAgent(base.protocol === "https:");
  const tls = { ...(ca !== undefined && { ca }) };
  const authorization = token === undefined ? login : `Bearer ${token}`;
  return {
    vantage: `from here, ${shown}`,
    displayUrl: shown,
    allowsPost: true,
    send: (what, request) =>
      sendRequest({
        what: `${what} at ${shown}`,
        unreachableHint: `is ${base.host} up and reachable from here? ${key} in bigops.yaml says where it is`,
        narrowHint: "ask for less: a narrower query or another path",
        method: request.method,
        url: urlOf(base.href, request),
        headers: {
          "user-agent": limits.userAgent,
          ...request.headers,
          ...(authorization !== null && { authorization }),
        },
        body: request.body,
        tls,
        agent: request.isWrite === true ? false : pool.agent,
        timeoutMs: request.timeoutMs ?? limits.timeoutMs,
        maxBytes: limits.maxBytes,
        repeatable: request.isWrite !== true,
        signal: request.signal,
      }),
    connect: () => pool.connect(base, tls, 1),
    close: () => pool.close(),
  };
}

/** User and password of the URL as a header; removed from the URL itself, which may be shown. */
function loginOf(base: URL, sources: SecretSources): string | null {
  if (base.username === "" && base.password === "") return null;
  const [user, password] = [decodeURIComponent(base.username), decodeURIComponent(base.password)];
  sources.secrets.add(`password of ${base.host}`, password);
  base.username = "";
  base.password = "";
  return `Basic ${Buffer.from(`${user}:${password}`, "utf8").toString("base64")}`;
}

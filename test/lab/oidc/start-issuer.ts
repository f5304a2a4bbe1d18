import { generateKeyPairSync, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { issueCertificate, makeAuthority } from "../process/certificates.ts";
import { labDirectory } from "../process/lab-directory.ts";

export const clientId = "bigops-lab";
export const clientSecret = "s3cret-of-the-client";

/** A refresh, as it was asked for. */
export type Refresh = { readonly token: string; readonly byBasic: boolean; readonly byBody: boolean };

/** What the issuer does with the next refreshes. */
export type IssuerManner = {
  /** A refresh token that is good once: each answer has another. */
  readonly rotates: boolean;
  /** Takes the client's secret in the body only. */
  readonly secretInBody: boolean;
  /** The refresh is refused with these words. */
  readonly refuses: string | null;
};

export type Issuer = {
  readonly url: string;
  /** Its authority, PEM. */
  readonly authorityPath: string;
  readonly refreshes: readonly Refresh[];
  /** Every token that it gave, and each that it was given. */
  readonly secrets: readonly string[];
  /** An id-token for this name, which expires so many seconds from now. */
  idToken(name: string, seconds: number): string;
  /** A refresh token for this name. */
  refreshToken(name: string): string;
  behave(manner: Partial<IssuerManner>): void;
  readonly close: () => Promise<void>;
};

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A small OpenID Connect issuer over https: discovery, its keys, and a token endpoint that refreshes. */
export async function startIssuer(): Promise<Issuer> {
  const directory = await labDirectory("issuer");
  const folder = directory.path;
  await makeAuthority(folder, "bigops-lab-issuer-ca");
  await issueCertificate(folder, "issuer", "/CN=issuer", "subjectAltName=IP:127.0.0.1");
  const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const jwk = { ...keys.publicKey.export({ format: "jwk" }), kid: "lab", use: "sig", alg: "RS256" };
  const known = new Map<string, string>();
  const secrets: string[] = [clientSecret];
  const refreshes: Refresh[] = [];
  let manner: IssuerManner = { rotates: false, secretInBody: false, refuses: null };
  let url = "";

  const idToken = (name: string, seconds: number): string => {
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: url, aud: clientId, sub: name, name, iat: now - 600, exp: now + seconds };
    const signed = `${base64url({ alg: "RS256", typ: "JWT", kid: "lab" })}.${base64url(claims)}`;
    const token = `${signed}.${sign("sha256", Buffer.from(signed), keys.privateKey).toString("base64url")}`;
    secrets.push(token);
    return token;
  };
  const refreshToken = (name: string): string => {
    const token = `refresh-${crypto.randomUUID()}`;
    known.set(token, name);
    secrets.push(token);
    return token;
  };

  function refreshed(form: URLSearchParams, authorization: string): readonly [status: number, body: object] {
    const token = form.get("refresh_token") ?? "";
    const pair = Buffer.from(authorization.replace(/^Basic /, ""), "base64").toString("utf8");
    const byBasic = pair === `${clientId}:${clientSecret}`;
    const byBody = form.get("client_id") === clientId && form.get("client_secret") === clientSecret;
    refreshes.push({ token, byBasic, byBody });
    if (manner.secretInBody ? !byBody : !(byBasic || byBody)) return [401, { error: "invalid_client" }];
    const name = known.get(token);
    if (manner.refuses !== null || name === undefined || form.get("grant_type") !== "refresh_token")
      return [400, { error: "invalid_grant", error_description: manner.refuses ?? "this token is not known" }];
    if (manner.rotates) known.delete(token);
    const next = manner.rotates ? { refresh_token: refreshToken(name) } : {};
    return [
      200,
      { token_type: "Bearer", access_token: "opaque", expires_in: 3600, id_token: idToken(name, 3600), ...next },
    ];
  }

  const tls = { cert: readFileSync(join(folder, "issuer.crt")), key: readFileSync(join(folder, "issuer.key")) };
  const server = createServer(tls, (request, response) => {
    void text(request).then((body) => {
      const answer = (status: number, value: object) =>
        response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
      switch (request.url) {
        case "/.well-known/openid-configuration":
          return answer(200, {
            issuer: url,
            authorization_endpoint: `${url}/authorize`,
            token_endpoint: `${url}/token`,
            jwks_uri: `${url}/keys`,
            response_types_supported: ["code"],
            subject_types_supported: ["public"],
            id_token_signing_alg_values_supported: ["RS256"],
          });
        case "/keys":
          return answer(200, { keys: [jwk] });
        case "/token":
          return answer(...refreshed(new URLSearchParams(body), request.headers.authorization ?? ""));
        default:
          return answer(404, {});
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    authorityPath: join(folder, "ca.crt"),
    refreshes,
    secrets,
    idToken,
    refreshToken,
    behave: (more) => (manner = { ...manner, ...more }),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await directory.close();
    },
  };
}

import { describe, expect, it } from "vitest";
import { secretRegistry } from "../../../src/clients/secret-registry.ts";
import { failureOf, soon } from "../failure.ts";
import { httpServer, sendJson, type Received, type TestServer } from "../servers.ts";
import { doorsWith, kubeconfigOf } from "./kubeconfigs.ts";

const AT_MS = Date.parse("2026-01-01T00:00:00Z");
const jwt = (expiresInSeconds: number, name = "ada") => {
  const claims = { sub: name, exp: AT_MS / 1000 + expiresInSeconds };
  return `e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.c2ln`;
};

interface Scene {
  readonly issuer: TestServer;
  readonly grants: () => readonly Received[];
  ask(path?: string): Promise<unknown>;
  readonly sent: () => readonly (string | undefined)[];
  pass(ms: number): void;
}

/** An issuer that answers the grants one after another, the last one for ever. */
async function scene(config: object, answers: readonly (readonly [number, object])[]): Promise<Scene> {
  let nowMs = AT_MS;
  let grants = 0;
  const issuer: TestServer = await httpServer(({ url }, response) => {
    if (url.startsWith("/realm/.well-known"))
      return sendJson(response, 200, { token_endpoint: `http://127.0.0.1:${issuer.port}/token` });
    const [status, body] = answers[Math.min(grants, answers.length - 1)] ?? [500, {}];
    grants += 1;
    sendJson(response, status, body);
  });
  const api = await httpServer((_, response) => sendJson(response, 200, {}));
  const provider = {
    name: "oidc",
    config: { "idp-issuer-url": `${issuer.url}/realm/`, "client-id": "kube", ...config },
  };
  const kubernetes = await doorsWith(kubeconfigOf(api.url, { "auth-provider": provider }), {
    now: () => nowMs,
    secrets: secretRegistry(),
  }).kubernetes();
  return {
    issuer,
    grants: () => issuer.received.filter(({ url }) => url === "/token"),
    ask: (path = "/version") => kubernetes.get(path, soon()),
    sent: () => api.received.map(({ headers }) => headers.authorization),
    pass: (ms) => (nowMs += ms),
  };
}

describe("an id-token", () => {
  it("is sent as it is until ten seconds before its end, and refreshed then, as by client-go", async () => {
    const fresh = jwt(3_600);
    const { ask, grants, pass, sent } = await scene({ "id-token": jwt(60), "refresh-token": "refresh-1" }, [
      [200, { id_token: fresh }],
    ]);
    await ask();
    pass(49_000);
    await ask();
    expect(grants()).toHaveLength(0);
    pass(1_000);
    await ask();
    await ask();
    expect(sent()).toEqual([jwt(60), jwt(60), fresh, fresh].map((token) => `Bearer ${token}`));
    expect(grants().map(({ body }) => Object.fromEntries(new URLSearchParams(body)))).toEqual([
      { grant_type: "refresh_token", refresh_token: "refresh-1", client_id: "kube" },
    ]);
  });

  it("is refreshed by the next refresh token where the issuer gave another, and by the same one where it did not", async () => {
    const { ask, grants, pass } = await scene({ "refresh-token": "refresh-1" }, [
      [200, { id_token: jwt(60) }],
      [200, { id_token: jwt(120), refresh_token: "refresh-2" }],
      [200, { id_token: jwt(180) }],
    ]);
    for (let turn = 0; turn < 3; turn += 1) {
      await ask();
      pass(60_000);
    }
    expect(grants().map(({ body }) => new URLSearchParams(body).get("refresh_token"))).toEqual([
      "refresh-1",
      "refresh-1",
      "refresh-2",
    ]);
  });

  it("is asked for with the client's secret, by Basic, and in the body where that is not taken", async () => {
    const { ask, grants } = await scene({ "refresh-token": "refresh-1", "client-secret": "a:b c" }, [
      [401, { error: "invalid_client" }],
      [200, { id_token: jwt(60) }],
    ]);
    await ask();
    const [first, second] = grants();
    // RFC 6749, 2.3.1: both are form-encoded before they are joined.
    expect(first?.headers.authorization).toBe(`Basic ${Buffer.from("kube:a%3Ab+c").toString("base64")}`);
    expect(first?.body).not.toContain("client_secret");
    expect(second?.headers.authorization).toBeUndefined();
    expect(new URLSearchParams(second?.body).get("client_secret")).toBe("a:b c");
  });
});

describe("a refresh that comes to nothing is said, without a secret", () => {
  it.each<[string, object, readonly [number, object], RegExp]>([
    [
      "refused",
      { "refresh-token": "refresh-token-1" },
      [400, { error: "invalid_grant", error_description: "no refresh-token-1 here" }],
      /\/token answered 400: invalid_grant: no «secret [^»]+» here$/,
    ],
    ["without an id-token", { "refresh-token": "refresh-1" }, [200, { access_token: "opaque" }], /gave no id_token$/],
    ["without a refresh token", { "id-token": jwt(-60) }, [200, {}], /it has no refresh-token$/],
  ])("%s", async (_, config, answer, words) => {
    const { ask } = await scene(config, [answer]);
    const error = await failureOf(ask());
    expect(error.code).toBe("not-configured");
    expect(error.message).toMatch(/^cannot refresh the token of kubeconfig user "alice" \(auth-provider oidc\): /);
    expect(error.message).toMatch(words);
    expect(error.hint).toMatch(/log in again/);
  });

  it("and is not tried by each who asks, but is after a minute", async () => {
    const { ask, grants, pass } = await scene({ "refresh-token": "refresh-1" }, [[400, { error: "invalid_grant" }]]);
    await failureOf(ask());
    await failureOf(ask("/api"));
    expect(grants()).toHaveLength(1);
    pass(60_000);
    await failureOf(ask());
    expect(grants()).toHaveLength(2);
  });
});

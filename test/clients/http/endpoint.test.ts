import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { secretRegistry } from "../../../src/clients/secret-registry.ts";
import { authority, type Authority } from "../certificates.ts";
import { failureOf, soon } from "../failure.ts";
import { doorsWith, kubeconfigOf } from "../kubernetes/kubeconfigs.ts";
import { httpServer, sendJson } from "../servers.ts";

const nowhere = kubeconfigOf("http://127.0.0.1:1");

describe("an endpoint that is reached directly", () => {
  it("answers with its status, type, body and time, whatever they say", async () => {
    const server = await httpServer((_, response) => sendJson(response, 503, { status: "down" }));
    const endpoint = await doorsWith(nowhere, {
      environment: { endpoints: { kv: { url: `${server.url}/base/` } } },
    }).endpoint("kv");
    const answer = await endpoint.get("/health", { verbose: "a&b" }, soon());
    expect(answer).toMatchObject({ status: 503, contentType: "application/json", body: '{"status":"down"}' });
    expect(answer.latencyMs).toBeGreaterThan(0);
    expect(server.received[0]?.url).toBe("/base/health?verbose=a%26b");
    expect(endpoint).toMatchObject({
      name: "kv",
      displayUrl: `${server.url}/base`,
      vantage: `from here, ${server.url}/base`,
    });
  });

  it("is asked on its own host, whatever the path looks like", async () => {
    const server = await httpServer((_, response) => sendJson(response, 200, {}));
    const endpoint = await doorsWith(nowhere, { environment: { endpoints: { kv: { url: server.url } } } }).endpoint(
      "kv",
    );
    await endpoint.get("//example.invalid/x", {}, soon());
    await endpoint.get("health", {}, soon());
    expect(server.received.map(({ url }) => url)).toEqual(["//example.invalid/x", "/health"]);
  });

  it("shows neither the password of its URL nor its token", async () => {
    const server = await httpServer((_, response) => sendJson(response, 200, {}));
    const url = server.url.replace("http://", "http://alice:hunter22@");
    const secrets = secretRegistry();
    const endpoints = { kv: { url }, token: { url: server.url, bearerToken: { env: "KV_TOKEN" } } };
    const doors = doorsWith(nowhere, { secrets, environment: { endpoints }, env: { KV_TOKEN: "tok-5678\n" } });
    const endpoint = await doors.endpoint("kv");
    await endpoint.get("/", {}, soon());
    await (await doors.endpoint("token")).get("/", {}, soon());
    expect(server.received.map(({ headers }) => headers.authorization)).toEqual([
      `Basic ${Buffer.from("alice:hunter22").toString("base64")}`,
      "Bearer tok-5678",
    ]);
    expect(`${endpoint.vantage} ${endpoint.displayUrl}`).not.toContain("hunter22");
    expect(secrets.redact("hunter22 tok-5678")).toBe(
      `«secret password of ${new URL(server.url).host}» «secret KV_TOKEN»`,
    );
  });

  it("ignores proxy variables: what is seen is seen from here", async () => {
    const server = await httpServer((_, response) => sendJson(response, 200, { here: true }));
    const env = { HTTP_PROXY: "http://127.0.0.1:1", http_proxy: "http://127.0.0.1:1" };
    const endpoint = await doorsWith(nowhere, {
      env,
      environment: { endpoints: { kv: { url: server.url } } },
    }).endpoint("kv");
    expect(await endpoint.get("/", {}, soon())).toMatchObject({ status: 200 });
  });

  describe("over TLS", () => {
    let ca: Authority;
    beforeAll(() => {
      ca = authority("kv CA");
    });
    afterAll(() => ca.dispose());

    it("is trusted by the authority that bigops.yaml names, and not without", async () => {
      const server = await httpServer((_, response) => sendJson(response, 200, {}), ca.issue("/CN=kv"));
      const endpoints = { kv: { url: server.url, ca: { file: "/ca.pem" } }, unknown: { url: server.url } };
      const doors = doorsWith(nowhere, { environment: { endpoints }, files: { "/ca.pem": ca.cert } });
      expect(await (await doors.endpoint("kv")).get("/", {}, soon())).toMatchObject({ status: 200 });
      expect(await failureOf((await doors.endpoint("unknown")).get("/", {}, soon()))).toMatchObject({ code: "tls" });
    });
  });
});

describe("what the environment lacks", () => {
  it("names the key to add, and what there is", async () => {
    const doors = doorsWith(nowhere, { environment: { endpoints: { kv: { url: "http://127.0.0.1:1" } } } });
    const endpoint = await failureOf(doors.endpoint("kv-stor"));
    expect(endpoint).toMatchObject({ code: "not-configured" });
    expect(endpoint.hint).toBe("add environments.staging.endpoints.kv-stor to bigops.yaml; there are: kv");
    expect((await failureOf(doors.prometheus())).hint).toBe("add environments.staging.prometheus to bigops.yaml");
    expect(await failureOf(doors.endpoint("constructor"))).toMatchObject({ code: "not-configured" });
  });

  it.each([
    [{ env: "KV_TOKEN" }, "the environment variable KV_TOKEN is not set"],
    [{ file: "/token" }, "cannot read /token: there is no such file"],
    [{ file: "/empty" }, "/empty is empty"],
  ])("is a secret %j", async (bearerToken, words) => {
    const endpoints = { kv: { url: "http://127.0.0.1:1", bearerToken } };
    const error = await failureOf(
      doorsWith(nowhere, { environment: { endpoints }, files: { "/empty": "\n" } }).endpoint("kv"),
    );
    expect(error.code).toBe("not-configured");
    expect(error.message).toBe(`environments.staging.endpoints.kv.bearerToken: ${words}`);
  });
});

describe("an endpoint behind the API server's service proxy", () => {
  const address = { service: "kv-store", port: 8080, via: "proxy" } as const;

  async function behind(answer: Parameters<typeof httpServer>[0]) {
    const server = await httpServer(answer);
    const doors = doorsWith(kubeconfigOf(server.url, { token: "t0ken" }), {
      environment: { endpoints: { kv: address } },
    });
    return { server, endpoint: await doors.endpoint("kv") };
  }
  const status = (code: number, message: string) => ({
    kind: "Status",
    apiVersion: "v1",
    status: "Failure",
    code,
    message,
  });

  it("is asked through it, as the Kubernetes user", async () => {
    const { server, endpoint } = await behind((_, response) => sendJson(response, 503, { status: "down" }));
    expect(await endpoint.get("/health", { a: "1" }, soon())).toMatchObject({ status: 503, body: '{"status":"down"}' });
    expect(server.received[0]).toMatchObject({
      url: "/api/v1/namespaces/ml/services/kv-store:8080/proxy/health?a=1",
      headers: { authorization: "Bearer t0ken" },
    });
    expect(endpoint.vantage).toContain(`through the API server ${server.url}`);
  });

  it("without ready pods is not reached, which is not its answer", async () => {
    const { endpoint } = await behind((_, response) =>
      sendJson(response, 503, status(503, 'no endpoints available for service "kv-store:8080"')),
    );
    const error = await failureOf(endpoint.get("/health", {}, soon()));
    expect(error.code).toBe("unreachable");
    expect(error.hint).toContain("ml/kv-store ready pods");
  });

  it("is forbidden by the API server, with the permission to ask for", async () => {
    const { endpoint } = await behind((_, response) => sendJson(response, 403, status(403, "no")));
    const error = await failureOf(endpoint.get("/health", {}, soon()));
    expect(error.code).toBe("forbidden");
    expect(error.hint).toContain("get services/proxy in namespace ml");
  });

  it("cannot be given a token of its own", async () => {
    const endpoints = { kv: { ...address, bearerToken: { env: "KV_TOKEN" } } };
    const error = await failureOf(doorsWith(nowhere, { environment: { endpoints } }).endpoint("kv"));
    expect(error.code).toBe("not-configured");
    expect(error.hint).toContain("port-forward");
  });

  it("cannot be left by a path", async () => {
    const { server, endpoint } = await behind((_, response) => sendJson(response, 200, {}));
    await endpoint.get("/../../../secrets/x", {}, soon());
    await endpoint.get("/%2e%2e/%2e%2e/secrets", {}, soon());
    for (const { url } of server.received)
      expect(url).toMatch(/^\/api\/v1\/namespaces\/ml\/services\/kv-store:8080\/proxy\/secrets/);
  });
});

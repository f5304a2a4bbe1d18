import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sendRequest, type TlsSettings } from "../../../src/clients/http/send-request.ts";
import { authority, type Authority } from "../certificates.ts";
import { failureOf, soon } from "../failure.ts";
import { httpServer, type TestServer } from "../servers.ts";

let ca: Authority;
let other: Authority;
beforeAll(() => {
  ca = authority("lab CA");
  other = authority("other CA");
});
afterAll(() => {
  ca.dispose();
  other.dispose();
});

function ask(server: Pick<TestServer, "url">, tls: TlsSettings) {
  return sendRequest({
    what: "ask the test server",
    unreachableHint: "start it",
    narrowHint: "ask for less",
    method: "GET",
    url: new URL(`${server.url}/`),
    headers: {},
    body: null,
    tls,
    agent: false,
    timeoutMs: 5_000,
    maxBytes: 1_000,
    repeatable: true,
    signal: soon(),
  });
}

const answerOk: Parameters<typeof httpServer>[0] = (_, response) => void response.end("ok");

describe("certificates", () => {
  it("of the trusted authority are accepted", async () => {
    const server = await httpServer(answerOk, ca.issue("/CN=server"));
    expect(await ask(server, { ca: ca.cert })).toMatchObject({ status: 200, body: "ok" });
  });

  it("that expired are refused by that word", async () => {
    const server = await httpServer(answerOk, ca.issue("/CN=server", { days: -1 }));
    const error = await failureOf(ask(server, { ca: ca.cert }));
    expect(error).toMatchObject({ code: "tls", status: null });
    expect(error.message).toContain("expired");
  });

  it("of another authority are refused, with where to name it", async () => {
    const server = await httpServer(answerOk, ca.issue("/CN=server"));
    const error = await failureOf(ask(server, { ca: other.cert }));
    expect(error.code).toBe("tls");
    expect(error.message).toMatch(/unknown authority|not signed by the authority/);
    expect(error.hint).toContain("certificate-authority-data");
  });

  it("signed by themselves are refused", async () => {
    const server = await httpServer(answerOk, { cert: ca.cert, key: ca.key });
    const error = await failureOf(ask(server, {}));
    expect(error.code).toBe("tls");
    expect(error.message).toContain("self-signed");
  });

  it("for another name are refused, but for the one that is asked for", async () => {
    const server = await httpServer(answerOk, ca.issue("/CN=server", { san: "DNS:kube.example" }));
    const error = await failureOf(ask(server, { ca: ca.cert }));
    expect(error.code).toBe("tls");
    expect(error.message).toContain("for another name");
    expect(await ask(server, { ca: ca.cert, servername: "kube.example" })).toMatchObject({ status: 200 });
  });

  it("are not looked at when the kubeconfig says so", async () => {
    const server = await httpServer(answerOk, other.issue("/CN=server", { days: -1 }));
    expect(await ask(server, { rejectUnauthorized: false })).toMatchObject({ status: 200 });
  });

  it("are missing where a server speaks plain HTTP", async () => {
    const { port } = await httpServer(answerOk);
    const error = await failureOf(ask({ url: `https://127.0.0.1:${port}` }, {}));
    expect(error.code).toBe("tls");
    expect(error.message).toContain("does not speak TLS");
  });

  it("and keys that are no PEM are a matter of configuration", async () => {
    const server = await httpServer(answerOk, ca.issue("/CN=server"));
    const error = await failureOf(ask(server, { ca: ca.cert, cert: "no pem", key: "no pem" }));
    expect(error.code).toBe("not-configured");
  });
});

import http from "node:http";
import { gzipSync } from "node:zlib";
import { describe, expect, it, onTestFinished } from "vitest";
import { type HttpOrder, sendRequest } from "../../../src/clients/http/send-request.ts";
import { failureOf, soon } from "../failure.ts";
import { closedPort, httpServer, rawServer } from "../servers.ts";

function order(port: number, changes: Partial<HttpOrder> = {}): HttpOrder {
  return {
    what: "ask the test server",
    unreachableHint: "start the test server",
    narrowHint: "ask for less",
    method: "GET",
    url: new URL(`http://127.0.0.1:${port}/path`),
    headers: {},
    body: null,
    tls: {},
    agent: false,
    timeoutMs: 5_000,
    maxBytes: 1_000,
    repeatable: true,
    signal: soon(),
    ...changes,
  };
}

const OK = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n";

describe("a server that misbehaves", () => {
  it("refuses the connection", async () => {
    const error = await failureOf(sendRequest(order(await closedPort())));
    expect(error).toMatchObject({ code: "unreachable", status: null, hint: "start the test server" });
    expect(error.message).toBe("ask the test server: connection refused: nothing listens there");
    expect(error.cause).toMatchObject({ code: "ECONNREFUSED" });
  });

  it.each([
    ["closes at once", (socket: { destroy(): void }) => socket.destroy()],
    ["resets", (socket: { resetAndDestroy(): void }) => socket.resetAndDestroy()],
  ])("%s", async (_, behave) => {
    const error = await failureOf(sendRequest(order(await rawServer(behave))));
    expect(error).toMatchObject({ code: "unreachable", status: null });
    expect(error.message).toContain("closed before an answer came");
  });

  it("accepts and stays silent", async () => {
    const port = await rawServer(() => undefined);
    const error = await failureOf(sendRequest(order(port, { timeoutMs: 200 })));
    expect(error).toMatchObject({ code: "timeout" });
    expect(error.message).toBe("ask the test server: connected, but no answer within 0.2 s");
  });

  it("sends its body too slowly", async () => {
    const port = await rawServer((socket) =>
      socket.once("data", () => socket.write(`${OK}Content-Length: 10\r\n\r\nabc`)),
    );
    const error = await failureOf(sendRequest(order(port, { timeoutMs: 200 })));
    expect(error).toMatchObject({ code: "timeout" });
    expect(error.message).toContain("not complete within 0.2 s (3 bytes of it came)");
  });

  it.each([
    ["fewer bytes than it declared", `${OK}Content-Length: 10\r\n\r\nabc`],
    ["chunks without an end", `${OK}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n`],
  ])("sends %s", async (_, text) => {
    const port = await rawServer((socket) => socket.once("data", () => socket.end(text)));
    const error = await failureOf(sendRequest(order(port)));
    expect(error.code).toBe("unexpected-answer");
    expect(error.message).toContain("broke off after 3 bytes");
  });

  it("never stops sending", async () => {
    const port = await rawServer((socket) =>
      socket.once("data", () => {
        socket.write(`${OK}\r\n`);
        const more = () => void socket.write(Buffer.alloc(100, "x"), () => setImmediate(more));
        more();
      }),
    );
    const error = await failureOf(sendRequest(order(port)));
    expect(error).toMatchObject({ code: "too-large", hint: "ask for less" });
    expect(error.message).toContain("more than 1000 bytes");
  });

  it("declares more than is wanted", async () => {
    const port = await rawServer((socket) =>
      socket.once("data", () => socket.write(`${OK}Content-Length: 41943040\r\n\r\n`)),
    );
    const error = await failureOf(sendRequest(order(port, { maxBytes: 16 * 1024 * 1024 })));
    expect(error.code).toBe("too-large");
    expect(error.message).toBe("ask the test server: the answer has 40 MB, the limit is 16 MB");
  });

  it("packs more than is wanted into little", async () => {
    const { port } = await httpServer((_, response) => {
      response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(Buffer.alloc(1_000_000)));
    });
    expect(await failureOf(sendRequest(order(port)))).toMatchObject({ code: "too-large" });
  });

  it("speaks something else than HTTP", async () => {
    const port = await rawServer((socket) => socket.end("SSH-2.0-OpenSSH_9.6\r\n"));
    const error = await failureOf(sendRequest(order(port)));
    expect(error.code).toBe("unexpected-answer");
    expect(error.message).toContain("not HTTP");
  });

  it("has a name that does not exist", async () => {
    const error = await failureOf(sendRequest(order(1, { url: new URL("http://no-such-host.invalid/") })));
    expect(error.code).toBe("name-not-resolved");
  });
});

describe("a request", () => {
  it("is not redirected", async () => {
    const server = await httpServer((_, response) => response.writeHead(302, { location: "/login" }).end());
    expect(await sendRequest(order(server.port))).toMatchObject({ status: 302 });
    expect(server.received).toHaveLength(1);
  });

  it("ends with its signal, and tells an interruption from a deadline", async () => {
    const port = await rawServer(() => undefined);
    const interrupted = new AbortController();
    setTimeout(() => interrupted.abort(), 50);
    expect(await failureOf(sendRequest(order(port, { signal: interrupted.signal })))).toMatchObject({
      code: "aborted",
    });
    expect(await failureOf(sendRequest(order(port, { signal: AbortSignal.timeout(50) })))).toMatchObject({
      code: "timeout",
    });
    expect(await failureOf(sendRequest(order(port, { signal: AbortSignal.abort() })))).toMatchObject({
      code: "aborted",
    });
  });

  it("shares its signal with many others without a warning", async () => {
    const server = await httpServer((_, response) => void response.end("ok"));
    const warnings: Error[] = [];
    const listen = (warning: Error) => warnings.push(warning);
    process.on("warning", listen);
    onTestFinished(() => void process.off("warning", listen));
    const signal = soon();
    await Promise.all(Array.from({ length: 30 }, () => sendRequest(order(server.port, { signal }))));
    await new Promise((resolve) => setImmediate(resolve));
    expect(warnings).toEqual([]);
  });

  it("says how long its body is, also a DELETE", async () => {
    const server = await httpServer((_, response) => void response.end("{}"));
    await sendRequest(order(server.port, { method: "DELETE", body: '{"ä":1}' }));
    expect(server.received[0]).toMatchObject({ body: '{"ä":1}', headers: { "content-length": "8" } });
    expect(server.received[0]?.headers["transfer-encoding"]).toBeUndefined();
  });

  it("unpacks gzip and keeps characters that chunks cut apart", async () => {
    const packed = await httpServer((_, response) => {
      response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("größer"));
    });
    expect(await sendRequest(order(packed.port))).toMatchObject({ body: "größer", bytes: 8 });
    const cut = await httpServer((_, response) => {
      response.write(Buffer.from([0xc3]));
      setTimeout(() => response.end(Buffer.from([0xb6])), 20);
    });
    expect(await sendRequest(order(cut.port))).toMatchObject({ body: "ö", bytes: 2 });
  });

  it("does not show a header's value that HTTP refuses", async () => {
    const error = await failureOf(sendRequest(order(1, { headers: { authorization: "Bearer hunter2\nX: y" } })));
    expect(error.code).toBe("not-configured");
    expect(`${error.message} ${error.hint}`).not.toContain("hunter2");
  });

  /** A server that answers the first request of each connection, and closes it on the second: a kept connection that is dead. */
  async function dropsKept(): Promise<{ readonly port: number; readonly asked: string[] }> {
    const asked: string[] = [];
    const port = await rawServer((socket) => {
      let seen = 0;
      socket.on("data", (data) => {
        asked.push(data.toString().split(" ")[0] ?? "");
        seen += 1;
        if (seen === 1) socket.write(`${OK}Content-Length: 2\r\n\r\nok`);
        else socket.resetAndDestroy();
      });
    });
    return { port, asked };
  }

  it("is sent again on a new connection when a kept one was dead, if it may be", async () => {
    const agent = new http.Agent({ keepAlive: true });
    onTestFinished(() => agent.destroy());
    const { port, asked } = await dropsKept();
    await sendRequest(order(port, { agent }));
    expect(await sendRequest(order(port, { agent }))).toMatchObject({ body: "ok" });
    expect(asked).toEqual(["GET", "GET", "GET"]);
  });

  it("is never sent twice when it may not be", async () => {
    const agent = new http.Agent({ keepAlive: true });
    onTestFinished(() => agent.destroy());
    const { port, asked } = await dropsKept();
    await sendRequest(order(port, { agent }));
    const write = order(port, { agent, method: "PATCH", body: "{}", repeatable: false });
    expect(await failureOf(sendRequest(write))).toMatchObject({ code: "unreachable", status: null });
    expect(asked).toEqual(["GET", "PATCH"]);
  });
});

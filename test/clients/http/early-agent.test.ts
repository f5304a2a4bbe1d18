import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { earlyAgent } from "../../../src/clients/http/early-agent.ts";
import { sendRequest, type TlsSettings } from "../../../src/clients/http/send-request.ts";
import { authority, type Authority } from "../certificates.ts";
import { failureOf, soon } from "../failure.ts";
import { closedPort, httpServer, rawServer, type TestServer } from "../servers.ts";

let ca: Authority;
beforeAll(() => {
  ca = authority("lab CA");
});
afterAll(() => ca.dispose());

const answerOk: Parameters<typeof httpServer>[0] = (_, response) => void response.end("ok");

function begin(url: string, tls: TlsSettings, count: number) {
  const early = earlyAgent(url.startsWith("https:"));
  onTestFinished(() => early.close());
  early.connect(new URL(url), tls, count);
  const ask = (more: { timeoutMs?: number } = {}) =>
    sendRequest({
      what: "ask the test server",
      unreachableHint: "start it",
      narrowHint: "ask for less",
      method: "GET",
      url: new URL(url),
      headers: {},
      body: null,
      tls,
      agent: early.agent,
      timeoutMs: 5_000,
      maxBytes: 1_000,
      repeatable: true,
      signal: soon(),
      ...more,
    });
  return { early, ask };
}

async function connected(server: TestServer, count: number): Promise<void> {
  while (server.connections() < count) await sleep(5);
}

describe("connections begun early", () => {
  it("carry the first requests, and no others are made for them", async () => {
    const server = await httpServer(answerOk);
    const { ask } = begin(server.url, {}, 2);
    await connected(server, 2);
    expect(server.received).toEqual([]);
    const replies = await Promise.all([ask(), ask(), ask()]);
    expect(replies.map((reply) => reply.body)).toEqual(["ok", "ok", "ok"]);
    expect(server.connections()).toBe(3);
  });

  it("check the server's certificate, and show the client's own", async () => {
    const server = await httpServer(answerOk, ca.issue("/CN=server"));
    const trusting = begin(server.url, { ca: ca.cert }, 1);
    await connected(server, 1);
    expect(await trusting.ask()).toMatchObject({ status: 200, body: "ok" });
    expect(server.connections()).toBe(1);

    const distrusting = begin(server.url, {}, 1);
    await connected(server, 2);
    await sleep(100);
    expect(await failureOf(distrusting.ask())).toMatchObject({ code: "tls" });
  });

  it("that fail are nobody's trouble: the request says what is wrong", async () => {
    const { ask } = begin(`http://127.0.0.1:${await closedPort()}`, {}, 3);
    await sleep(50);
    expect((await failureOf(ask())).message).toContain("refused");
  });

  it("with TLS that never stand, or whose certificates cannot be read, are replaced by the request's own, which says why", async () => {
    const { ask } = begin(`https://127.0.0.1:${await closedPort()}`, {}, 2);
    // Before it is refused, and after.
    expect((await failureOf(ask())).message).toContain("refused");
    await sleep(50);
    expect((await failureOf(ask())).message).toContain("refused");

    const server = await httpServer(answerOk, ca.issue("/CN=server"));
    const broken = begin(server.url, { ca: ca.cert, cert: "no certificate", key: "no key" }, 1);
    expect((await failureOf(broken.ask())).message).toMatch(/PEM|certificate|key/i);
  });

  it("with TLS are taken while they are still being made", async () => {
    const server = await httpServer(answerOk, ca.issue("/CN=server"));
    const { ask } = begin(server.url, { ca: ca.cert }, 3);
    const replies = await Promise.all([ask(), ask(), ask()]);
    expect(replies.map(({ body }) => body)).toEqual(["ok", "ok", "ok"]);
    expect(server.connections()).toBe(3);
  });

  it("that were closed meanwhile are replaced", async () => {
    const server = await httpServer(answerOk);
    const { ask } = begin(server.url, {}, 1);
    await connected(server, 1);
    server.dropConnections();
    expect((await ask()).body).toBe("ok");
    expect(server.connections()).toBe(2);
  });

  it("to a server that never greets time out as connecting, those that stand as waiting", async () => {
    const silent = await rawServer(() => {});
    const greeting = begin(`https://127.0.0.1:${silent}`, {}, 1);
    expect((await failureOf(greeting.ask({ timeoutMs: 150 }))).message).toContain("no connection within");
    const plain = begin(`http://127.0.0.1:${silent}`, {}, 1);
    await sleep(50);
    expect((await failureOf(plain.ask({ timeoutMs: 150 }))).message).toContain("connected, but no answer");
  });

  it("are closed with their agent", async () => {
    const server = await httpServer(answerOk);
    const { early } = begin(server.url, {}, 2);
    await connected(server, 2);
    early.close();
    while ((await server.open()) > 0) await sleep(5);
  });

  it("are closed with their agent also while a request waits for one, which would hold the process up", async () => {
    const sockets: Socket[] = [];
    const opened = ({ socket }: { socket: Socket }) => void sockets.push(socket);
    subscribe("net.client.socket", opened as never);
    onTestFinished(() => void unsubscribe("net.client.socket", opened as never));
    const server = await httpServer(answerOk, ca.issue("/CN=server"));
    const { early, ask } = begin(server.url, { ca: ca.cert }, 1);
    const asked = failureOf(ask());
    await Promise.resolve();
    early.close();
    expect(sockets.map(({ destroyed }) => destroyed)).toEqual([true]);
    await asked;
    expect(sockets).toHaveLength(1);
  });
});

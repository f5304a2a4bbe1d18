import http from "node:http";
import https from "node:https";
import net from "node:net";
import { onTestFinished } from "vitest";

export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

export interface TestServer {
  readonly port: number;
  /** http://127.0.0.1:PORT, or https with a certificate. */
  readonly url: string;
  /** What was asked so far, oldest first. */
  readonly received: readonly Received[];
  /** Connections accepted so far. */
  readonly connections: () => number;
  /** Connections that are open now. */
  readonly open: () => Promise<number>;
  /** Closes the connections that are open, and goes on listening. */
  readonly dropConnections: () => void;
}

export type Answer = (request: Received, response: http.ServerResponse, count: number) => void;

/** An HTTP server on a free loopback port; closed with the test. */
export async function httpServer(
  answer: Answer,
  tls?: { readonly cert: string; readonly key: string; readonly ca?: string; readonly requestCert?: boolean },
): Promise<TestServer> {
  const received: Received[] = [];
  let connections = 0;
  const listener: http.RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      const seen = { method, url, headers, body: Buffer.concat(chunks).toString("utf8") };
      received.push(seen);
      answer(seen, response, received.length);
    });
  };
  const server =
    tls === undefined
      ? http.createServer(listener)
      : https.createServer({ ...tls, rejectUnauthorized: false }, listener);
  server.on("connection", () => (connections += 1));
  const port = await listening(server);
  onTestFinished(() => server.closeAllConnections());
  return {
    port,
    url: `${tls === undefined ? "http" : "https"}://127.0.0.1:${port}`,
    received,
    connections: () => connections,
    open: () =>
      new Promise((resolve, reject) =>
        server.getConnections((error, count) => (error === null ? resolve(count) : reject(error))),
      ),
    dropConnections: () => server.closeAllConnections(),
  };
}

/** A TCP server that does with each connection what it is told. */
export async function rawServer(behave: (socket: net.Socket) => void): Promise<number> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    behave(socket);
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
  });
  return listening(server);
}

/** A port of this machine on which nothing listens. */
export async function closedPort(): Promise<number> {
  const server = net.createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve(portOf(server)));
  });
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function listening(server: net.Server): Promise<number> {
  onTestFinished(() => void server.close());
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve(portOf(server)));
  });
}

function portOf(server: net.Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return address.port;
}

export function sendJson(
  response: http.ServerResponse,
  status: number,
  body: unknown,
  headers: http.OutgoingHttpHeaders = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}

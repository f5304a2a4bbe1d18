import http from "node:http";
import https from "node:https";
import net from "node:net";
import { listenOnLoopback } from "../../../src/sandbox/listening.ts";
import type { Pair } from "../../clients/certificates.ts";

/** The server behind a front. */
export interface Upstream {
  readonly url: string;
  readonly ca?: string;
}

export interface RealAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Buffer;
}

/** One request that is to be answered wrongly. */
export interface Exchange {
  readonly response: http.ServerResponse;
  /** What the server behind would have answered. */
  real(): Promise<RealAnswer>;
}

interface FrontOptions {
  readonly upstream: Upstream;
  /** https with this certificate. */
  readonly pair?: Pair;
  /** What becomes of a connection, before anything is read of it; nothing else then matters. */
  readonly connection?: (socket: net.Socket) => void;
  readonly answer?: (exchange: Exchange) => Promise<void> | void;
  /** Which requests are answered wrongly, by their key; default: all. */
  readonly only?: string;
}

export interface Front {
  readonly port: number;
  /** The key of each request that came, in their order: method, path and body. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** A server on a free loopback port that answers some requests wrongly and leads the others on to the one behind it. */
export async function httpFront(options: FrontOptions): Promise<Front> {
  const asked: string[] = [];
  const sockets = new Set<net.Socket>();
  const listener = (request: http.IncomingMessage, response: http.ServerResponse): void => {
    response.on("error", () => undefined);
    answer(request, response, asked, options).catch(() => response.destroy());
  };
  const server = serverOf(options, listener);
  server.on("connection", (socket: net.Socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.once("close", () => sockets.delete(socket));
  });
  server.on("tlsClientError", () => undefined);
  return {
    port: await listenOnLoopback(server),
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function serverOf({ connection, pair }: FrontOptions, listener: http.RequestListener): net.Server {
  if (connection !== undefined) return net.createServer(connection);
  return pair === undefined
    ? http.createServer({ keepAliveTimeout: 60_000 }, listener)
    : https.createServer({ ...pair, keepAliveTimeout: 60_000 }, listener);
}

async function answer(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  asked: string[],
  { upstream, answer: wrongly, only }: FrontOptions,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const key = `${request.method} ${request.url} ${body.toString("utf8")}`;
  asked.push(key);
  const real = () => askUpstream(upstream, request, body);
  if (wrongly !== undefined && (only === undefined || only === key)) return wrongly({ response, real });
  const { status, contentType, body: content } = await real();
  response.writeHead(status, { "content-type": contentType, "content-length": content.length }).end(content);
}

function askUpstream({ url, ca }: Upstream, request: http.IncomingMessage, body: Buffer): Promise<RealAnswer> {
  const { "accept-encoding": _packed, connection: _connection, host: _host, ...headers } = request.headers;
  const options = { method: request.method ?? "GET", headers, agent: false as const };
  return new Promise((resolve, reject) => {
    const sent =
      ca === undefined
        ? http.request(url + (request.url ?? ""), options)
        : https.request(url + (request.url ?? ""), { ...options, ca });
    sent.on("error", reject);
    sent.on("response", (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          contentType: response.headers["content-type"] ?? "",
          body: Buffer.concat(chunks),
        }),
      );
    });
    sent.end(body);
  });
}

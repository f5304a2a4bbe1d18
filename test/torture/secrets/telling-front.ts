import http from "node:http";
import https from "node:https";
import type net from "node:net";
import { listenOnLoopback } from "../../../src/sandbox/listening.ts";
import type { Pair } from "../../clients/certificates.ts";
import { ENCODINGS } from "./encodings.ts";
import type { Random } from "../random.ts";

/** How a server misbehaves with what it knows. */
export type Telling = (random: Random, secrets: readonly string[], response: http.ServerResponse) => void;

interface FrontOptions {
  readonly upstream: {
    readonly url: string;
    readonly ca?: string;
    readonly headers?: Readonly<Record<string, string>>;
  };
  readonly pair?: Pair;
  readonly random: Random;
  /** What it tells; each answer another. */
  readonly secrets: readonly string[];
  /** The share of the answers that are replaced by one that tells; the others only carry a header that does. */
  readonly share: number;
  /** An answer of the server behind, rewritten. */
  readonly rewrite?: (path: string, answer: unknown) => unknown;
}

export interface TellingFront {
  readonly url: string;
  /** What came in: nothing of it is secret from the server. */
  readonly requests: number;
  close(): Promise<void>;
}

const filler = "the backend was asked and did not like it at all, so it said this instead of an answer; ";

/** Text of a length that puts its end near one of the places where quotations are cut. */
function padded(random: Random, told: string): string {
  const length = random.pick([0, 0, 40, 60, 70, 80, 100, 120, 180, 200, 280, 300]) - random.below(24);
  return `${filler.repeat(4).slice(0, Math.max(0, length))}${told}`;
}

function tellingOf(random: Random, secrets: readonly string[]): string {
  return random.pick(ENCODINGS).encode(random.pick(secrets));
}

/** Where the secret cannot go into a header it is left out: that is Node's rule, not the front's. */
function headerSafe(text: string): string {
  return text.replaceAll(/[^\t\u0020-\u007e]/g, "");
}

const STATUSES = [400, 401, 403, 404, 409, 410, 413, 418, 422, 429, 500, 502, 503];

const TELLINGS: readonly Telling[] = [
  function status(random, secrets, response) {
    const told = tellingOf(random, secrets);
    const code = random.pick(STATUSES);
    const message = padded(random, told);
    response.writeHead(code, headerSafe(told), { "content-type": "application/json", "x-told": headerSafe(told) });
    response.end(
      JSON.stringify(
        random.pick<unknown>([
          { kind: "Status", apiVersion: "v1", status: "Failure", message, reason: told, code },
          { status: "error", errorType: told, error: message, warnings: [message] },
          { errors: [message] },
          { message, error: { message }, details: told },
          message,
        ]),
      ),
    );
  },
  function redirect(random, secrets, response) {
    const told = tellingOf(random, secrets);
    const host = told.replaceAll(/[^A-Za-z0-9-]/g, "").slice(0, 60);
    const location = random.pick([
      `https://${host}.example/login?token=${encodeURIComponent(told)}`,
      `https://x:${encodeURIComponent(told)}@login.example/${encodeURIComponent(told)}`,
      `/${encodeURIComponent(told)}`,
    ]);
    response.writeHead(302, { location }).end(told);
  },
  function page(random, secrets, response) {
    const told = tellingOf(random, secrets);
    response.writeHead(random.pick([200, 403, 503]), { "content-type": "text/html" });
    response.end(`<!doctype html><html><head><title>${padded(random, told)}</title></head><body>${told}</body></html>`);
  },
  function words(random, secrets, response) {
    const told = tellingOf(random, secrets);
    response.writeHead(random.pick([200, 401, 500]), { "content-type": `text/plain; told="${headerSafe(told)}"` });
    response.end(padded(random, told));
  },
  function pieces(random, secrets, response) {
    const body = Buffer.from(JSON.stringify({ message: padded(random, tellingOf(random, secrets)), status: "error" }));
    response.writeHead(random.pick([200, 500]), { "content-type": "application/json" });
    for (let at = 0; at < body.length; at += 7) response.write(body.subarray(at, at + 7));
    response.end();
  },
  function brokenJson(random, secrets, response) {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(`{"status": "success", "data": {"resultType": ${padded(random, tellingOf(random, secrets))}`);
  },
  function notHttp(random, secrets, response) {
    response.socket?.end(`${padded(random, tellingOf(random, secrets))}\r\n\r\n`);
  },
  function misfit(random, secrets, response) {
    const told = tellingOf(random, secrets);
    response.writeHead(200, { "content-type": "application/json" });
    response.end(
      JSON.stringify({ kind: told, items: told, data: { [told]: told, resultType: told }, status: told, jobs: told }),
    );
  },
];

/** A server before a real one that knows every secret and tells them, in headers of true answers and in answers of its own. */
export async function tellingFront(options: FrontOptions): Promise<TellingFront> {
  const { pair, random, share, secrets } = options;
  const sockets = new Set<net.Socket>();
  let requests = 0;
  const listener: http.RequestListener = (request, response) => {
    requests += 1;
    response.on("error", () => undefined);
    if (random.chance(share)) {
      request.resume().on("end", () => random.pick(TELLINGS)(random, secrets, response));
      return;
    }
    handOn(request, response, options).catch(() => response.destroy());
  };
  const server = pair === undefined ? http.createServer(listener) : https.createServer({ ...pair }, listener);
  server.on("connection", (socket: net.Socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.once("close", () => sockets.delete(socket));
  });
  server.on("tlsClientError", () => undefined);
  const port = await listenOnLoopback(server);
  return {
    url: `${pair === undefined ? "http" : "https"}://127.0.0.1:${port}`,
    get requests() {
      return requests;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

async function handOn(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  { upstream, random, secrets, rewrite }: FrontOptions,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const {
    "accept-encoding": _packed,
    connection: _connection,
    host: _host,
    authorization: _who,
    ...headers
  } = request.headers;
  const options = {
    method: request.method ?? "GET",
    headers: { ...headers, ...upstream.headers },
    agent: false as const,
    ...(upstream.ca !== undefined && { ca: upstream.ca }),
  };
  const { status, type, body } = await new Promise<{ status: number; type: string; body: Buffer }>(
    (resolve, reject) => {
      const library = upstream.url.startsWith("https:") ? https : http;
      const sent = library.request(`${upstream.url}${request.url ?? ""}`, options, (answer) => {
        const parts: Buffer[] = [];
        answer.on("data", (part: Buffer) => parts.push(part));
        answer.on("error", reject);
        answer.on("end", () =>
          resolve({
            status: answer.statusCode ?? 0,
            type: answer.headers["content-type"] ?? "",
            body: Buffer.concat(parts),
          }),
        );
      });
      sent.on("error", reject);
      sent.end(Buffer.concat(chunks));
    },
  );
  const told = headerSafe(tellingOf(random, secrets));
  const out =
    rewrite === undefined || !type.includes("json")
      ? rewrite !== undefined && type.startsWith("text/plain")
        ? Buffer.from(String(rewrite(request.url ?? "", body.toString("utf8"))))
        : body
      : Buffer.from(JSON.stringify(rewrite(request.url ?? "", JSON.parse(body.toString("utf8")))));
  response.writeHead(status, told, {
    "content-type": type,
    "content-length": out.length,
    "x-echo": told,
    "set-cookie": told,
  });
  response.end(out);
}

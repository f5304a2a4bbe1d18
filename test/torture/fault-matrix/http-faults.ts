import { gzipSync } from "node:zlib";
import type { Exchange } from "./http-front.ts";
import type { HttpFault } from "./http-fault.ts";

/** The cap of an answer in every cell. */
export const MAX_BYTES = 2 * 1024 * 1024;
const PULSE_MS = 50;
const LOGIN_PAGE =
  "<!doctype html><html><head><title>Sign in to continue</title></head><body><form><input name=user></form></body></html>";
const DEEP = `${"[".repeat(20_000)}${"]".repeat(20_000)}`;
const MEGABYTE = Buffer.alloc(1024 * 1024, " ");
/** 256 MB unpacked. */
const PACKED = Buffer.concat(Array.from({ length: 256 }, () => gzipSync(MEGABYTE)));

/** Every fault of an HTTP server; the first column of the table. */
export const httpFaults: readonly HttpFault[] = [
  { name: "connection refused", says: /connection refused/, way: "refused" },
  {
    name: "reset",
    says: /connection was closed|broke off/,
    connection: (socket) => void socket.once("data", () => socket.resetAndDestroy()),
    answer: ({ response }) => void response.socket?.destroy(),
  },
  {
    name: "accepted, then silence",
    says: /connected, but no answer within|no connection within/,
    hangs: true,
    connection: (socket) => void socket.resume(),
    answer: () => undefined,
  },
  { name: "slow headers", says: /connected, but no answer within/, hangs: true, answer: slowHeaders },
  { name: "slow body", says: /not complete within|no answer within/, hangs: true, answer: slowBody },
  { name: "truncated body", says: /broke off/, answer: truncated },
  { name: "endless body", says: /the limit is/, large: true, answer: endless },
  {
    name: "wrong content type",
    says: /PNG|not .*Prometheus's|not .*Flink's|not .*Alertmanager's|not as a health endpoint/,
    answer: (exchange) => whole(exchange, 200, "image/png", Buffer.from("89504e470d0a1a0a0000000d49484452", "hex")),
  },
  {
    name: "HTML login page with 200",
    says: /web page/,
    answer: (exchange) => whole(exchange, 200, "text/html; charset=utf-8", LOGIN_PAGE),
  },
  {
    name: "redirect loop",
    says: /redirect/,
    answer: ({ response }) => void response.writeHead(302, { location: "/", "content-length": 0 }).end(),
  },
  { name: "empty answer", says: /empty/, answer: (exchange) => whole(exchange, 200, "application/json", "") },
  { name: "invalid JSON", says: /JSON|not .*'s|not as a health endpoint/, answer: invalidJson },
  {
    name: "JSON of something else",
    says: /JSON|shape|not .*'s|no items|no metadata|not the shape/,
    answer: (exchange) => whole(exchange, 200, "application/json", '{"message":"hello"}'),
  },
  {
    name: "huge JSON",
    says: /the limit is/,
    large: true,
    answer: (exchange) => whole(exchange, 200, "application/json", `"${"x".repeat(MAX_BYTES)}"`),
  },
  {
    name: "huge JSON, packed",
    says: /the limit is/,
    large: true,
    answer: ({ response }) =>
      void response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" }).end(PACKED),
  },
  { name: "NaN for each number", says: null, partial: true, answer: (exchange) => withNumbers(exchange, "NaN") },
  { name: "each number missing", says: null, partial: true, answer: (exchange) => withNumbers(exchange, undefined) },
  { name: "deep JSON", says: /JSON|shape|not .*'s|items|metadata/, large: true, answer: deep },
  status(401, /401/),
  status(403, /403/),
  status(404, /404/),
  {
    name: "404 of a proxy",
    says: /404/,
    answer: (exchange) => whole(exchange, 404, "text/plain", "404 page not found\n"),
  },
  status(409, /409/),
  status(429, /429.* 30 s|HTTP 429/, { "retry-after": "30" }),
  status(500, /500/),
  status(503, /503/),
  { name: "expired certificate", says: /certificate has expired/, way: "expired" },
  { name: "certificate of another host", says: /certificate is for another name/, way: "wrong host" },
  { name: "connection closed after each answer", says: null, harmless: true, answer: halfClosed },
  { name: "name that does not resolve", says: /does not exist in DNS/, way: "unresolved" },
  { name: "proxy variables set", says: null, harmless: true },
];

function whole(
  { response }: Exchange,
  code: number,
  contentType: string,
  body: string | Buffer,
  headers: Readonly<Record<string, string>> = {},
): void {
  response
    .writeHead(code, { "content-type": contentType, "content-length": Buffer.byteLength(body), ...headers })
    .end(body);
}

/** As the API server says it to whoever asks it; a plain page to all others. */
function status(code: number, says: RegExp, headers: Readonly<Record<string, string>> = {}): HttpFault {
  const said = `{"kind":"Status","apiVersion":"v1","status":"Failure","message":"said by the fault","code":${code}}`;
  return {
    name: code === 429 ? "429 with Retry-After" : String(code),
    says,
    answer: (exchange) => whole(exchange, code, "application/json", said, headers),
  };
}

async function slowly({ response }: Exchange, head: string, part: (index: number) => string | Buffer): Promise<void> {
  const { socket } = response;
  if (socket === null || socket.destroyed) return;
  socket.write(head);
  let index = 0;
  const timer = setInterval(() => socket.write(part(index++)), PULSE_MS);
  socket.once("close", () => clearInterval(timer));
}

function slowHeaders(exchange: Exchange): Promise<void> {
  return slowly(exchange, "HTTP/1.1 200 OK\r\n", (index) => `X-Header-${index}: 1\r\n`);
}

async function slowBody(exchange: Exchange): Promise<void> {
  const { body, contentType } = await exchange.real();
  // So long that it cannot end in time, however short the real one is.
  const padded = Buffer.concat([body, Buffer.alloc(1000, " ")]);
  const head = `HTTP/1.1 200 OK\r\nContent-Type: ${contentType}\r\nContent-Length: ${padded.length}\r\n\r\n`;
  return slowly(exchange, head, (index) => padded.subarray(index, index + 1));
}

async function truncated({ response, real }: Exchange): Promise<void> {
  const { body, contentType } = await real();
  response.writeHead(200, { "content-type": contentType, "content-length": body.length + 1 });
  response.write(body, () => response.socket?.end());
}

async function endless({ response }: Exchange): Promise<void> {
  response.writeHead(200, { "content-type": "application/json" });
  const piece = Buffer.alloc(64 * 1024, " ");
  response.write('{"items":[');
  const more = (): void => {
    while (!response.destroyed && response.write(piece));
  };
  response.on("drain", more);
  more();
}

/** Half of the real answer, sent as if it were all of it. */
async function invalidJson(exchange: Exchange): Promise<void> {
  const { body, contentType } = await exchange.real();
  whole(exchange, 200, contentType, body.subarray(0, Math.floor(body.length / 2)));
}

/** The real answer, with something else where it has numbers, also those in texts; as it is where it is no JSON. */
async function withNumbers(exchange: Exchange, instead: string | undefined): Promise<void> {
  const { status: code, contentType, body } = await exchange.real();
  const text = body.toString("utf8");
  whole(exchange, code, contentType, /^\s*[{[]/.test(text) ? JSON.stringify(JSON.parse(text, numbers)) : text);

  function numbers(key: string, value: unknown): unknown {
    // To clients a version is any text: another one is another version, which the server itself refuses.
    if (key === "resourceVersion" && instead !== undefined) return value;
    const isNumber = typeof value === "number" || (typeof value === "string" && /^[\d.]+$/.test(value));
    return isNumber ? instead : value;
  }
}

/** The real answer, with depths where its contents were. */
async function deep(exchange: Exchange): Promise<void> {
  const { body } = await exchange.real();
  const text = body.toString("utf8").trimStart();
  const keys = text.startsWith("{") ? Object.keys(JSON.parse(text) as object) : [];
  const inner = keys.map((key) => `${JSON.stringify(key)}:${DEEP}`).join(",");
  whole(exchange, 200, "application/json", keys.length === 0 ? DEEP : `{${inner}}`);
}

/** The next request on the connection meets a closed one. */
async function halfClosed(exchange: Exchange): Promise<void> {
  const { status: code, contentType, body } = await exchange.real();
  exchange.response.on("finish", () => exchange.response.socket?.end());
  whole(exchange, code, contentType, body, { connection: "keep-alive" });
}

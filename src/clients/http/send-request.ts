import { setMaxListeners } from "node:events";
import http from "node:http";
import https from "node:https";
import type { Duplex, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { ClientError } from "../client-error.ts";
import { begunEarly } from "./early-agent.ts";
import { networkFailure, systemCode } from "./network-error.ts";
import { bytesInWords } from "./bytes-in-words.ts";

/** The cap of an answer's body, unpacked: 16 MB. */
export const MAX_BODY_BYTES = 16 * 1024 * 1024;

export interface TlsSettings {
  readonly ca?: string | Buffer;
  readonly cert?: string | Buffer;
  readonly key?: string | Buffer;
  readonly servername?: string;
  readonly rejectUnauthorized?: boolean;
}

/** Lower-case names; several values are sent as several headers. */
export type RequestHeaders = Readonly<Record<string, string | string[]>>;

export interface HttpOrder {
  /** What is asked of whom, for errors: "list pods in namespace ml at https://…"; carries no secret. */
  readonly what: string;
  /** The next step when nobody answers. */
  readonly unreachableHint: string;
  /** What to ask for instead of an answer that is too large. */
  readonly narrowHint: string;
  readonly method: string;
  readonly url: URL;
  readonly headers: RequestHeaders;
  readonly body: string | Uint8Array | null;
  readonly tls: TlsSettings;
  /** False: a connection of its own. */
  readonly agent: http.Agent | false;
  /** A stream that already leads to the server (a port-forward); otherwise the agent connects. */
  readonly stream?: Duplex;
  readonly timeoutMs: number;
  readonly maxBytes: number;
  /** May be sent again when a kept connection turns out to be dead. Never true for a write. */
  readonly repeatable: boolean;
  readonly signal: AbortSignal;
}

export interface HttpReply {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly contentType: string;
  readonly body: string;
  /** Of the body, unpacked. */
  readonly bytes: number;
  readonly latencyMs: number;
}

/**
 * One HTTP exchange: bounded in time by `timeoutMs` and the signal, in size by `maxBytes`; redirects are not followed, no proxy variable of
 * the environment is read. Resolves with any complete answer, whatever its status; rejects with ClientError otherwise.
 */
export async function sendRequest(order: HttpOrder): Promise<HttpReply> {
  // One signal ends many requests at once, which is no leak: Node would warn of it on the terminal.
  setMaxListeners(0, order.signal);
  const first = await exchange(order);
  // The server had closed the kept connection while the request was on its way: nothing was wrong with either.
  const reply = first === "stale" ? await exchange({ ...order, agent: false }) : first;
  if (reply === "stale") throw new Error("a connection of its own cannot be stale");
  return reply;
}

/** The connections that carried a request already: an agent gives them out again only when they stand. */
const used = new WeakSet<Duplex>();

type Phase = "connecting" | "waiting" | "reading";

function exchange(order: HttpOrder): Promise<HttpReply | "stale"> {
  return new Promise((resolve, reject) => {
    const startedMs = performance.now();
    let phase: Phase = "connecting";
    let received = 0;
    let settled = false;
    let request: http.ClientRequest | null = null;

    const settle = (end: () => void) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      order.signal.removeEventListener("abort", onAbort);
      end();
    };
    const fail = (error: ClientError) =>
      settle(() => {
        request?.destroy();
        order.stream?.destroy();
        reject(error);
      });
    const outOfTime = (seconds: string) => fail(timedOut(order, phase, received, seconds));
    const onAbort = () => {
      if (isTimeout(order.signal.reason)) outOfTime(inSeconds(performance.now() - startedMs));
      else fail(new ClientError("aborted", `${order.what}: stopped before the answer came`, "run it again"));
    };
    const timer = setTimeout(() => outOfTime(inSeconds(order.timeoutMs)), order.timeoutMs);
    if (order.signal.aborted) return onAbort();
    order.signal.addEventListener("abort", onAbort);

    try {
      request = begin(order);
    } catch (error) {
      return fail(failed(order, error));
    }
    const sent = request;
    let kept = false;
    sent.on("socket", (socket) => {
      // Node does not call a socket reused that goes straight to a request that waited for one.
      kept = used.has(socket) || begunEarly(socket) === "connected";
      used.add(socket);
      if (kept || order.stream !== undefined) phase = "waiting";
      else socket.once(order.url.protocol === "https:" ? "secureConnect" : "connect", () => (phase = "waiting"));
    });
    sent.on("error", (error) => {
      const closed = ["ECONNRESET", "EPIPE"].includes(systemCode(error));
      if (closed && kept && order.repeatable && phase !== "reading") settle(() => resolve("stale"));
      else if (phase === "reading") fail(brokeOff(order, received));
      else fail(failed(order, error));
    });
    sent.on("response", (response) => {
      phase = "reading";
      const declared = Number(response.headers["content-length"] ?? "0");
      if (declared > order.maxBytes) return fail(tooLarge(order, `the answer has ${bytesInWords(declared)}`));
      const chunks: Buffer[] = [];
      const unpackedBody = unpacked(response);
      unpackedBody.on("data", (chunk: Buffer) => {
        received += chunk.length;
        if (received <= order.maxBytes) chunks.push(chunk);
        else fail(tooLarge(order, `the answer has more than ${bytesInWords(order.maxBytes)}`));
      });
      response.on("error", () => fail(brokeOff(order, received)));
      response.on("aborted", () => fail(brokeOff(order, received)));
      unpackedBody.on("error", () => fail(brokeOff(order, received)));
      unpackedBody.on("end", () => {
        if (!response.complete) return fail(brokeOff(order, received));
        order.stream?.destroy();
        // Taken out: what hangs on to the response would keep its bytes beside its text.
        const body = Buffer.concat(chunks.splice(0)).toString("utf8");
        settle(() =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            contentType: response.headers["content-type"] ?? "",
            body,
            bytes: received,
            latencyMs: performance.now() - startedMs,
          }),
        );
      });
    });
    sent.end(order.body ?? undefined);
  });
}

function begin(order: HttpOrder): http.ClientRequest {
  const { stream, url } = order;
  const headers: Record<string, string | string[]> = { ...order.headers };
  // Without it a server may ignore the body, and with it a DELETE's preconditions.
  if (order.body !== null) headers["content-length"] = String(Buffer.byteLength(order.body));
  const options = { method: order.method, headers };
  // With any agent, false included, Node would connect by itself.
  if (stream !== undefined)
    return http.request(url.href.replace(/^https:/, "http:"), { ...options, createConnection: () => stream });
  const { agent, tls } = order;
  return url.protocol === "https:"
    ? https.request(url, { ...options, ...tls, agent })
    : http.request(url, { ...options, agent });
}

function unpacked(response: http.IncomingMessage): Readable {
  if (response.headers["content-encoding"] !== "gzip") return response;
  return response.pipe(createGunzip());
}

function failed(order: HttpOrder, error: unknown): ClientError {
  const { code, words, hint } = networkFailure(error);
  return new ClientError(code, `${order.what}: ${words}`, hint ?? order.unreachableHint, null, error);
}

function timedOut(order: HttpOrder, phase: Phase, received: number, seconds: string): ClientError {
  const words = {
    connecting: `no connection within ${seconds}`,
    waiting: `connected, but no answer within ${seconds}`,
    reading: `the answer was not complete within ${seconds} (${bytesInWords(received)} of it came)`,
  }[phase];
  return new ClientError("timeout", `${order.what}: ${words}`, order.unreachableHint);
}

function brokeOff(order: HttpOrder, received: number): ClientError {
  const words = `the answer broke off after ${bytesInWords(received)}`;
  return new ClientError(
    "unexpected-answer",
    `${order.what}: ${words}`,
    "run it again; a proxy in between may cut connections",
  );
}

function tooLarge(order: HttpOrder, words: string): ClientError {
  return new ClientError(
    "too-large",
    `${order.what}: ${words}, the limit is ${bytesInWords(order.maxBytes)}`,
    order.narrowHint,
  );
}

function isTimeout(reason: unknown): boolean {
  return reason instanceof Error && reason.name === "TimeoutError";
}

function inSeconds(milliseconds: number): string {
  return `${Number((milliseconds / 1000).toFixed(milliseconds < 10_000 ? 1 : 0))} s`;
}

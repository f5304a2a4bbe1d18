import type { HttpReply } from "./send-request.ts";

export interface TransportRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Begins with a slash; without a query. */
  readonly path: string;
  /** Several values are sent as the same name several times. */
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | Uint8Array | null;
  readonly headers: Readonly<Record<string, string>>;
  /** A write is sent once: one that is lost on a kept connection has an unknown outcome. Default: false. */
  readonly isWrite?: boolean;
  /** Where more has to be carried than the way's own limit has time for. */
  readonly timeoutMs?: number;
  readonly signal: AbortSignal;
}

/** The way to one server of the environment: direct, by port-forward or through the API server's service proxy. */
export interface Transport {
  readonly vantage: string;
  readonly displayUrl: string;
  /** False through the service proxy: a POST there needs the right to create, and a view-only user has none. */
  readonly allowsPost: boolean;
  /** Any complete answer of the server itself; rejects with ClientError otherwise. `what`: "query Prometheus", the server is added. */
  send(what: string, request: TransportRequest): Promise<HttpReply>;
  /** Begins a connection before there is anything to send, where that can be done without credentials. */
  connect?(): void;
  close(): void;
}

export interface TransportLimits {
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly userAgent: string;
}

/** `base` may have a path of its own, and keeps it. */
export function urlOf(base: string, { path, query }: Pick<TransportRequest, "path" | "query">): URL {
  const root = base.replace(/(?<!\/)\/+$/, "");
  // A path is appended as text: resolved as a reference, "//host" would name another server.
  const url = new URL(root + (path.startsWith("/") ? path : `/${path}`));
  for (const [key, values] of Object.entries(query)) {
    for (const value of [values].flat()) url.searchParams.append(key, value);
  }
  return url;
}

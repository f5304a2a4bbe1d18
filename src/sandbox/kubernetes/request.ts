import type { Identity } from "./identity.ts";

/** One request to the API server, read whole. */
export interface ApiRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly pathname: string;
  readonly query: URLSearchParams;
  readonly accept: string;
  readonly contentType: string;
  readonly body: string;
  /** The body as it came; for the few that may be protobuf. */
  readonly bytes: Buffer;
  readonly identity: Identity;
}

/** Makes a request from its parts; `target` is the path with its query. */
export function apiRequest(parts: {
  method: string;
  target: string;
  accept: string;
  contentType: string;
  bytes: Buffer;
  identity: Identity;
}): ApiRequest {
  const url = new URL(parts.target, "https://sandbox.invalid");
  return { ...parts, body: parts.bytes.toString("utf8"), pathname: url.pathname, query: url.searchParams };
}

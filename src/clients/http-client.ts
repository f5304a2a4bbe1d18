export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string;
  /** At most the client's cap (16 MB); a larger body rejects with `too-large`. */
  readonly body: string;
  readonly latencyMs: number;
}

/** One named endpoint of the environment, reached directly, by port-forward or through the API server's service proxy. */
export interface HttpEndpoint {
  readonly name: string;
  /** e.g. "from here, http://kv-store.staging:8080" */
  readonly vantage: string;
  /** For the equivalent command, e.g. "http://kv-store.staging:8080". */
  readonly displayUrl: string;
  /** Redirects are not followed. Rejects with ClientError only when there was no complete answer. */
  get(path: string, query: Readonly<Record<string, string>>, signal: AbortSignal): Promise<HttpAnswer>;
}

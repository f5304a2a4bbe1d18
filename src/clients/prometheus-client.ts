export interface PrometheusSample {
  readonly labels: Readonly<Record<string, string>>;
  /** Parsed from Prometheus's strings: NaN and ±Infinity are kept as such. */
  readonly value: number;
  readonly atMs: number;
}

export interface PrometheusSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly points: readonly { readonly atMs: number; readonly value: number }[];
}

export interface PrometheusAnswer<T> {
  readonly result: readonly T[];
  /** Any warning makes a verdict inconclusive. */
  readonly warnings: readonly string[];
  readonly infos: readonly string[];
}

/** Prometheus's query API. Rejects with ClientError; an HTML page or a truncated body is `unexpected-answer`. A scalar answers as one sample without labels. */
export interface PrometheusClient {
  readonly vantage: string;
  readonly displayUrl: string;
  /** `atMs`: as it was then, milliseconds since the epoch; now when left out. */
  query(query: string, signal: AbortSignal, atMs?: number): Promise<PrometheusAnswer<PrometheusSample>>;
  queryRange(
    query: string,
    startMs: number,
    endMs: number,
    stepMs: number,
    signal: AbortSignal,
  ): Promise<PrometheusAnswer<PrometheusSeries>>;
}

import { ClientError } from "../client-error.ts";
import type { PrometheusAnswer, PrometheusClient, PrometheusSample, PrometheusSeries } from "../prometheus-client.ts";
import type { Transport, TransportRequest } from "../http/transport.ts";
import { type PrometheusReply, prometheusReply } from "./answer.ts";
import { sampleValue } from "./sample-value.ts";

type Form = Readonly<Record<string, string>>;

/**
 * Prometheus's query API over whichever way leads to it. Queries go as a POST form, which has no limit of length; through the service proxy
 * as a GET, for which the right to `get` suffices.
 */
export function prometheusOver(transport: Transport): PrometheusClient {
  const shown = `Prometheus at ${transport.displayUrl}`;
  async function ask(path: string, form: Form, signal: AbortSignal): Promise<PrometheusReply> {
    const accept = { accept: "application/json" };
    const request: TransportRequest = transport.allowsPost
      ? {
          method: "POST",
          path,
          query: {},
          body: new URLSearchParams(form).toString(),
          headers: { ...accept, "content-type": "application/x-www-form-urlencoded" },
          signal,
        }
      : { method: "GET", path, query: form, body: null, headers: accept, signal };
    const reply = await transport.send("query Prometheus", request).catch(withNarrowerQuery);
    return prometheusReply(reply, `query ${shown}`);
  }
  return {
    vantage: transport.vantage,
    displayUrl: transport.displayUrl,
    async query(query, signal, atMs) {
      const form = { query, ...(atMs !== undefined && { time: seconds(atMs) }) };
      const { data, ...notes } = await ask("/api/v1/query", form, signal);
      if (data.resultType === "scalar") return withNotes([sample({}, data.result, shown)], notes);
      if (data.resultType !== "vector") throw wrongType(shown, data.resultType, "an instant vector or a scalar");
      const result = data.result.map(({ metric, value }) => sample(metric, value, shown));
      return withNotes<PrometheusSample>(result, notes);
    },
    async queryRange(query, startMs, endMs, stepMs, signal) {
      const form = { query, start: seconds(startMs), end: seconds(endMs), step: seconds(stepMs) };
      const { data, ...notes } = await ask("/api/v1/query_range", form, signal);
      if (data.resultType !== "matrix") throw wrongType(shown, data.resultType, "a range of series");
      const result = data.result.map(({ metric, values }) => ({
        labels: metric,
        points: values?.map((one) => point(one, shown)) ?? histogram(shown),
      }));
      return withNotes<PrometheusSeries>(result, notes);
    },
  };
}

/** Whichever way leads there: too much came of the query itself. */
function withNarrowerQuery(error: unknown): never {
  if (!(error instanceof ClientError) || error.code !== "too-large") throw error;
  const hint = "query fewer series: aggregate them (sum by, max by), select by more labels, or look back less far";
  throw new ClientError(error.code, error.message, hint, error.status, error);
}

function withNotes<T>(
  result: readonly T[],
  { warnings, infos }: Pick<PrometheusReply, "warnings" | "infos">,
): PrometheusAnswer<T> {
  return { result, warnings, infos };
}

function sample(labels: Form, value: readonly [number, string] | undefined, shown: string): PrometheusSample {
  const { atMs, value: number } = value === undefined ? histogram(shown) : point(value, shown);
  return { labels, value: number, atMs };
}

function point(
  [atSeconds, text]: readonly [number, string],
  shown: string,
): { readonly atMs: number; readonly value: number } {
  const value = sampleValue(text);
  if (value === null)
    throw new ClientError(
      "unexpected-answer",
      `${shown} answered with a sample that is no number`,
      "is this a Prometheus server?",
    );
  return { atMs: Math.round(atSeconds * 1000), value };
}

function histogram(shown: string): never {
  throw new ClientError(
    "invalid",
    `${shown} answered with a native histogram, which is no single number`,
    "use histogram_quantile or histogram_count in the query",
  );
}

function wrongType(shown: string, got: string, wanted: string): ClientError {
  return new ClientError("invalid", `${shown} answered with a ${got}; the check needs ${wanted}`, "correct the query");
}

/** With three digits: to the millisecond, as Prometheus keeps time. */
function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

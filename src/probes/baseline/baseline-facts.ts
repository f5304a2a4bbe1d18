import { type PresentSample, presentSample } from "../prometheus/present-sample.ts";
import type { PrometheusClient, PrometheusSample } from "../../clients/prometheus-client.ts";

/** A query's answer at one moment of the past. */
export interface EarlierAnswer {
  readonly offsetMs: number;
  readonly atMs: number;
  readonly samples: readonly PrometheusSample[];
}

/** A query's answers now and at the same time before, as Prometheus gave them: NaN and infinities kept. */
export interface BaselineFacts extends PresentSample {
  readonly samples: readonly PrometheusSample[];
  readonly earlier: readonly EarlierAnswer[];
  readonly warnings: readonly string[];
  readonly infos: readonly string[];
}

/** One instant query now and one for each offset, all asked at the same time. Rejects with ClientError when any of them cannot be answered. */
export async function gatherBaseline(
  prometheus: PrometheusClient,
  {
    query,
    offsetsMs,
    nowMs,
  }: { readonly query: string; readonly offsetsMs: readonly number[]; readonly nowMs: number },
  signal: AbortSignal,
): Promise<BaselineFacts> {
  const [shown, now, ...earlier] = await Promise.all([
    presentSample(prometheus, query, signal),
    prometheus.query(query, signal),
    ...offsetsMs.map((offsetMs) => prometheus.query(query, signal, nowMs - offsetMs)),
  ]);
  const all = [now, ...earlier];
  return {
    samples: now.result,
    earlier: earlier.map(({ result }, index) => {
      const offsetMs = offsetsMs[index] ?? 0;
      return { offsetMs, atMs: nowMs - offsetMs, samples: result };
    }),
    warnings: [...new Set(all.flatMap(({ warnings }) => warnings))],
    infos: [...new Set(all.flatMap(({ infos }) => infos))],
    ...shown,
  };
}

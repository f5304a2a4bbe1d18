import { presentSample } from "../prometheus/present-sample.ts";
import type { PrometheusClient } from "../../clients/prometheus-client.ts";

/** One window: the value of each key at its end, in the order of the keys. */
export interface WindowFact {
  readonly endAtMs: number;
  readonly values: readonly number[];
}

/** How a load was spread over a fixed set of keys, window by window. */
export interface DistributionFacts {
  /** Those that the newest window has. A series without the label has the key "". */
  readonly keys: readonly string[];
  /** Newest first; the first is now. A key without a value in an earlier window counts nothing there. */
  readonly windows: readonly WindowFact[];
  readonly windowMs: number;
  readonly warnings: readonly string[];
  readonly infos: readonly string[];
  /** How old the oldest sample behind the newest window may be, besides the window itself. */
  readonly ageMs: number;
}

export interface DistributionQuestion {
  readonly query: string;
  readonly label: string;
  readonly windowMs: number;
  readonly windows: number;
  readonly nowMs: number;
}

/**
 * An instant query now, which fixes the set of keys, and one at the end of each window before, all asked at the same time. Not a range query: what
 * a query picks there may be others at every step. Rejects with ClientError when any of them cannot be answered.
 */
export async function gatherDistribution(
  prometheus: PrometheusClient,
  { query, label, windowMs, windows, nowMs }: DistributionQuestion,
  signal: AbortSignal,
): Promise<DistributionFacts> {
  const ends = Array.from({ length: windows }, (_, index) => nowMs - index * windowMs);
  const [{ ageMs }, ...answers] = await Promise.all([
    presentSample(prometheus, query, signal),
    ...ends.map((endAtMs, index) => prometheus.query(query, signal, index === 0 ? undefined : endAtMs)),
  ]);
  const sums = answers.map(({ result }) => {
    const byKey = new Map<string, number>();
    for (const { labels, value } of result) {
      const key = labels[label] ?? "";
      byKey.set(key, (byKey.get(key) ?? 0) + value);
    }
    return byKey;
  });
  const keys = [...(sums[0]?.keys() ?? [])];
  return {
    keys,
    windows: ends.map((endAtMs, index) => ({ endAtMs, values: keys.map((key) => sums[index]?.get(key) ?? 0) })),
    windowMs,
    warnings: [...new Set(answers.flatMap(({ warnings }) => warnings))],
    infos: [...new Set(answers.flatMap(({ infos }) => infos))],
    ageMs,
  };
}

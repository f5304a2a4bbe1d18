import type { Fault } from "../../../src/sandbox/faults/fault.ts";
import { closeServer, listenOnLoopback } from "../../../src/sandbox/listening.ts";
import { joinedSeries } from "../../../src/sandbox/prometheus/joined-series.ts";
import { createPrometheusServer } from "../../../src/sandbox/prometheus/prometheus-server.ts";
import { seriesSource } from "../../../src/sandbox/prometheus/series-source.ts";
import { createScenario } from "../../../src/sandbox/scenario.ts";
import { StreamingPlatform } from "../../../src/sandbox/streaming/streaming-platform.ts";
import { streamingSeries } from "../../../src/sandbox/streaming/streaming-series.ts";
import { prometheusAnswer } from "./prometheus-answer.ts";
import type { RecordedSeries } from "./recorded-prometheus.ts";
import type { ShippedCheck } from "./shipped-checks.ts";

export type SandboxPrometheus = { readonly url: string; readonly nowMs: number; readonly close: () => Promise<void> };

/** The sandbox's Prometheus alone, with a fault, at the moment at which the sandbox would begin; its clock stands still. */
export async function startSandboxPrometheus(fault: Fault, nowMs: number): Promise<SandboxPrometheus> {
  const seed = 7;
  const now = () => nowMs;
  const simulation = createScenario(fault, seed, nowMs);
  const platform = new StreamingPlatform(fault.streaming ?? {}, seed, nowMs);
  const source = joinedSeries([seriesSource(simulation), streamingSeries(platform, now, simulation.conditionsAt)]);
  const server = createPrometheusServer({ simulation, now, trouble: {}, source });
  const port = await listenOnLoopback(server);
  return { url: `http://127.0.0.1:${port}`, nowMs, close: () => closeServer(server) };
}

/** Every sample that the checks may look at, as the sandbox's Prometheus holds it. */
export async function recordingOf(
  { url, nowMs }: SandboxPrometheus,
  checks: readonly ShippedCheck[],
): Promise<readonly RecordedSeries[]> {
  const asked = checks.flatMap(({ metrics, looks }) =>
    metrics.flatMap((metric) =>
      looks.map(({ agoMs, spanMs }) => ({ metric, agoMs, seconds: Math.ceil(spanMs / 1000) })),
    ),
  );
  // Of several looks at the same end the longest holds the others.
  const longest = new Map<string, (typeof asked)[number]>();
  for (const look of asked) {
    const key = `${look.metric} ${look.agoMs}`;
    if ((longest.get(key)?.seconds ?? 0) < look.seconds) longest.set(key, look);
  }
  const found = new Map<string, { labels: Record<string, string>; samples: Map<number, number> }>();
  for (const { metric, agoMs, seconds } of longest.values()) {
    const question = { query: `${metric}[${seconds}s]`, startMs: nowMs - agoMs, range: undefined };
    const answer = await prometheusAnswer(url, question);
    if (answer.type === "failure") throw new Error(`${question.query}: ${answer.message}`);
    for (const { labels, values } of answer.series) {
      const key = JSON.stringify(labels);
      const series = found.get(key) ?? { labels, samples: new Map() };
      for (const [tMs, value] of values) series.samples.set(tMs, value);
      found.set(key, series);
    }
  }
  return [...found.values()].map(({ labels, samples }) => ({
    labels,
    samples: [...samples].toSorted(([a], [b]) => a - b),
  }));
}

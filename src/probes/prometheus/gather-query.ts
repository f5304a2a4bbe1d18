import { ClientError } from "../../clients/client-error.ts";
import type { PrometheusClient } from "../../clients/prometheus-client.ts";
import { spanWords } from "../moment.ts";
import { presentSample } from "./present-sample.ts";
import type { QueryFacts } from "./query-facts.ts";

/** Prometheus refuses more than 11 000 points a series. */
const POINTS_MOST = 10_000;
/** Where nobody says how long the check may take. */
const PAST_TIMEOUT_MS = 5_000;
/** The past is worth less than an answer in time, and the verdict stands without it: so much of the check's time is left to say so. */
const KEPT = 0.2;
const KEPT_MOST_MS = 2_000;

export interface QueryQuestion {
  readonly query: string;
  readonly windowMs: number;
  readonly lookbackMs: number;
  readonly nowMs: number;
  /** What is left of the check's time, milliseconds; null: nobody says. */
  readonly leftMs?: number | null;
}

/** The value now and its past, asked at the same time. Rejects with ClientError when the value now cannot be read; without its past it can. */
export async function gatherQuery(
  prometheus: PrometheusClient,
  { query, windowMs, lookbackMs, nowMs, leftMs = null }: QueryQuestion,
  signal: AbortSignal,
): Promise<QueryFacts> {
  const stepMs = rangeStepMs(windowMs, lookbackMs);
  const points = Math.max(1, Math.floor(lookbackMs / stepMs));
  const patienceMs =
    leftMs === null ? PAST_TIMEOUT_MS : Math.max(1, Math.round(leftMs - Math.min(leftMs * KEPT, KEPT_MOST_MS)));
  const patience = AbortSignal.timeout(patienceMs);
  const patient = AbortSignal.any([signal, patience]);
  const asked = prometheus.queryRange(query, nowMs - points * stepMs, nowMs, stepMs, patient).then(
    (answer) => ({ answer, failure: null }),
    (error: unknown) => {
      if (!(error instanceof ClientError)) throw error;
      const late = `Prometheus did not tell the past within ${spanWords(patienceMs)}`;
      return { answer: null, failure: patience.aborted ? late : error.message };
    },
  );
  // Awaited second: when the value fails too, the past must not be left unhandled.
  asked.catch(() => {});
  const [now, shown] = await Promise.all([prometheus.query(query, signal), presentSample(prometheus, query, signal)]);
  const { answer, failure } = await asked;
  return {
    samples: now.result,
    warnings: [...new Set([...now.warnings, ...(answer?.warnings ?? [])])],
    infos: now.infos,
    past: answer === null ? null : { series: answer.result, stepMs, endMs: nowMs },
    pastFailure: failure,
    windowMs: windowMs + shown.ageMs,
    takenAtMs: shown.takenAtMs,
  };
}

/** A sixtieth of the window, at least a second, and never more points than the server gives. */
export function rangeStepMs(windowMs: number, lookbackMs: number): number {
  return Math.ceil(Math.max(1_000, windowMs / 60, lookbackMs / POINTS_MOST) / 1_000) * 1_000;
}

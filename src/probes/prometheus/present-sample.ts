import { ClientError } from "../../clients/client-error.ts";
import type { PrometheusClient } from "../../clients/prometheus-client.ts";
import { presentSelectors } from "./present-selectors.ts";
import { queryWindowMs } from "./query-window.ts";

/** Prometheus takes a series' newest sample up to this age for its present value, unless it was configured otherwise. */
const LOOKBACK_MS = 300_000;

/** The oldest sample that a query may show as the present: the answer itself carries the time of the question. */
export interface PresentSample {
  /** How old it is, milliseconds; 0 where none is shown. What cannot be told is as old as it may be. */
  readonly ageMs: number;
  /**
   * When it was taken, milliseconds, by Prometheus's clock: asked again before the next one is taken, the query tells the same once more. null for a
   * query with ranges, whose value moves with the time of the question, where none is shown, and where it cannot be told.
   */
  readonly takenAtMs: number | null;
}

export async function presentSample(
  prometheus: Pick<PrometheusClient, "query">,
  query: string,
  signal: AbortSignal,
): Promise<PresentSample> {
  const shown = await Promise.all(presentSelectors(query).map((selector) => shownBy(prometheus, selector, signal)));
  const taken = shown.map(({ takenAtMs }) => takenAtMs).filter((atMs) => atMs !== null);
  return {
    ageMs: Math.max(0, ...shown.map(({ ageMs }) => ageMs)),
    takenAtMs: taken.length === 0 || queryWindowMs(query) !== 0 ? null : Math.min(...taken),
  };
}

async function shownBy(
  prometheus: Pick<PrometheusClient, "query">,
  selector: string,
  signal: AbortSignal,
): Promise<PresentSample> {
  const untold = { ageMs: LOOKBACK_MS, takenAtMs: null };
  try {
    const { result } = await prometheus.query(`min(timestamp(${selector}))`, signal);
    const [oldest] = result;
    if (oldest === undefined) return { ageMs: 0, takenAtMs: null };
    // Prometheus keeps whole milliseconds, and tells them as seconds.
    const takenAtMs = Math.round(oldest.value * 1_000);
    return Number.isFinite(takenAtMs) ? { ageMs: Math.ceil(oldest.atMs - takenAtMs), takenAtMs } : untold;
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    return untold;
  }
}

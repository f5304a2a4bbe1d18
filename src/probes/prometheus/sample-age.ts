import { ClientError } from "../../clients/client-error.ts";
import type { PrometheusClient } from "../../clients/prometheus-client.ts";
import { presentSelectors } from "./present-selectors.ts";

/** Prometheus takes a series' newest sample up to this age for its present value, unless it was configured otherwise. */
const LOOKBACK_MS = 300_000;

/**
 * How old the oldest sample is that a query may show as the present, milliseconds: the answer itself carries the time of the question. 0 for a
 * query of ranges alone, whose windows say how far back they look, and where nothing is there. What cannot be told is as old as it may be.
 */
export async function sampleAgeMs(
  prometheus: Pick<PrometheusClient, "query">,
  query: string,
  signal: AbortSignal,
): Promise<number> {
  const ages = await Promise.all(presentSelectors(query).map((selector) => ageOf(prometheus, selector, signal)));
  return Math.max(0, ...ages);
}

async function ageOf(
  prometheus: Pick<PrometheusClient, "query">,
  selector: string,
  signal: AbortSignal,
): Promise<number> {
  try {
    const { result } = await prometheus.query(`min(timestamp(${selector}))`, signal);
    const [oldest] = result;
    if (oldest === undefined) return 0;
    const ageMs = oldest.atMs - oldest.value * 1_000;
    return Number.isFinite(ageMs) ? Math.ceil(ageMs) : LOOKBACK_MS;
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    return LOOKBACK_MS;
  }
}

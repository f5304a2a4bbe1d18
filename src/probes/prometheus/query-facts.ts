import type { PrometheusSample, PrometheusSeries } from "../../clients/prometheus-client.ts";

/** A query's answers, as Prometheus gave them: NaN and infinities kept. */
export interface QueryFacts {
  readonly samples: readonly PrometheusSample[];
  readonly warnings: readonly string[];
  readonly infos: readonly string[];
  /** The same query over the past, to see since when; null where that could not be read. */
  readonly past: {
    readonly series: readonly PrometheusSeries[];
    readonly stepMs: number;
    readonly endMs: number;
  } | null;
  /** Why `past` is null. */
  readonly pastFailure: string | null;
  /** How far back from its timestamp a sample looks: by its ranges, and by the age of what it shows as the present. */
  readonly windowMs: number;
  /** When the oldest sample was taken that it shows as the present, by Prometheus's clock; null where the value moves with the time of the question. */
  readonly takenAtMs: number | null;
}

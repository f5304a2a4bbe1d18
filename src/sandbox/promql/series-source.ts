/** A label matcher of a selector. The metric name is a matcher too, of the label `__name__`. */
export interface Matcher {
  name: string;
  op: "=" | "!=" | "=~" | "!~";
  value: string;
}

/**
 * One sample: time in milliseconds since 1970 and value. `"stale"` is Prometheus's staleness marker: the series ended here
 * and a selector does not look past it.
 */
export type SamplePoint = readonly [tMs: number, value: number | "stale"];

export interface Series {
  labels: Record<string, string>;
  /** Ascending by time, at most one a millisecond. */
  samples: readonly SamplePoint[];
}

/** Where the evaluator takes its series from. */
export interface SeriesSource {
  /** The series that match all matchers, with at least their samples within [fromMs, toMs]. Samples outside are ignored. */
  select(matchers: readonly Matcher[], fromMs: number, toMs: number): Series[];
}

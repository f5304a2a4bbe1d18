/** One counter of the lab's service under test and how fast it rises. */
export type CounterPlan = {
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
  /**
   * From when on it rises how fast, oldest first. Before the first phase the series does not
   * exist, as an error counter has no series before its first error.
   */
  readonly phases: readonly { readonly secondsAgo: number; readonly perSecond: number }[];
};

/** A running counter: its value at any time, past or future. */
export type Counter = {
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Its value at a time in milliseconds since the epoch; undefined before it exists. */
  readonly valueAt: (timeMs: number) => number | undefined;
  /** From `timeMs` on it rises by this much a second. */
  readonly setRate: (perSecond: number, timeMs: number) => void;
};

/** Counters never jump: a change of rate bends the line from the time of the change on. */
export function counter(plan: CounterPlan, nowMs: number): Counter {
  const bends = plan.phases.map(({ secondsAgo, perSecond }) => ({
    fromMs: nowMs - secondsAgo * 1000,
    perSecond,
  }));
  return {
    metric: plan.metric,
    labels: plan.labels,
    valueAt: (timeMs) => {
      const first = bends[0];
      if (first === undefined || timeMs < first.fromMs) return undefined;
      return bends.reduce((sum, { fromMs, perSecond }, index) => {
        const untilMs = Math.min(timeMs, bends[index + 1]?.fromMs ?? timeMs);
        return sum + (Math.max(0, untilMs - fromMs) / 1000) * perSecond;
      }, 0);
    },
    setRate: (perSecond, timeMs) => {
      bends.push({ fromMs: timeMs, perSecond });
    },
  };
}

/** `name{a="b",c="d"}`, values escaped. */
export function seriesName(metric: string, labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `${metric}{${pairs.join(",")}}`;
}

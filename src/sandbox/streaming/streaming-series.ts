import { seriesTest } from "../promql/promql.ts";
import type { Series, SeriesSource } from "../promql/promql.ts";
import { drawFrom } from "../random.ts";
import type { Conditions } from "../signals/conditions.ts";
import { consistency, REGISTRY, STREAMED_GROUPS, type Freshness, updatedMs } from "../signals/feature-groups.ts";
import type { StreamingPlatform } from "./streaming-platform.ts";

const TARGET = { job: "zipline", instance: "zipline-1:9249" } as const;

/** Feature groups that the stream feeds, by namespace: each record is one write. */
const NAMESPACES = [
  { namespace: "search", share: 0.64 },
  { namespace: "pricing", share: 0.36 },
] as const;

/** Rows that the batch jobs write, a second. */
const BATCH_PER_SECOND = 22;

type ConditionsAt = (atMs: number) => Conditions;

interface Family {
  readonly labels: Readonly<Record<string, string>>;
  /** Its value at the beginning of a second since the pipeline's begin; undefined: no sample. */
  readonly at: (second: number) => number | undefined;
}

/** The feature groups that the stream updates: they are as far behind as the job is. */
function groupFamilies(platform: StreamingPlatform, conditionsAt: ConditionsAt): readonly Family[] {
  const { seed, startedAtMs } = platform;
  const of = (metric: string, value: (group: string, freshness: Freshness) => number): readonly Family[] =>
    STREAMED_GROUPS.map((group) => ({
      labels: { __name__: metric, ...REGISTRY, feature_group: group },
      at: (second) => {
        const behindSeconds = platform.ageBySecond[second];
        if (behindSeconds === undefined) return undefined;
        const atMs = platform.beginMs + second * 1000;
        const conditions = conditionsAt(atMs);
        return value(group, { atMs, startedAtMs, seed, conditions, behindMs: behindSeconds * 1000 });
      },
    }));
  return [
    ...of("feature_last_update_timestamp", (group, freshness) => updatedMs(group, freshness) / 1000),
    ...of("feature_online_offline_consistency", consistency),
  ];
}

function families(platform: StreamingPlatform, conditionsAt: ConditionsAt): readonly Family[] {
  const { seed, writtenBySecond, ageBySecond } = platform;
  const before = (name: string) => Math.floor(drawFrom(`${seed}/writes/${name}`) * 5e7);
  const writes = NAMESPACES.map(({ namespace, share }) => ({
    labels: { __name__: "feature_writes_total", ...TARGET, namespace, source_type: "stream" },
    at: (second: number) => {
      const written = writtenBySecond[second];
      return written === undefined ? undefined : before(namespace) + Math.floor(written * share);
    },
  }));
  return [
    ...writes,
    {
      labels: { __name__: "feature_writes_total", ...TARGET, namespace: "search", source_type: "batch" },
      at: (second) => before("batch") + second * BATCH_PER_SECOND,
    },
    {
      labels: { __name__: "feature_streaming_lag_seconds", ...TARGET },
      at: (second) => ageBySecond[second],
    },
    ...groupFamilies(platform, conditionsAt),
    { labels: { __name__: "up", ...TARGET }, at: () => 1 },
  ];
}

/** What the pipeline tells Prometheus, a sample each second; the pipeline is brought to `now` only when one of its series is asked for. */
export function streamingSeries(
  platform: StreamingPlatform,
  now: () => number,
  conditionsAt: ConditionsAt,
): SeriesSource {
  const all = families(platform, conditionsAt);
  return {
    select: (matchers, fromMs, toMs) => {
      const wanted = seriesTest(matchers);
      const chosen = all.filter(({ labels }) => wanted(labels));
      if (chosen.length === 0) return [];
      const untilMs = Math.min(toMs, now());
      platform.advanceTo(untilMs);
      const first = Math.max(1, Math.ceil((fromMs - platform.beginMs) / 1000));
      const last = Math.floor((untilMs - platform.beginMs) / 1000);
      return chosen
        .map(({ labels, at }): Series => {
          const samples: [number, number][] = [];
          for (let second = first; second <= last; second += 1) {
            const value = at(second);
            if (value !== undefined) samples.push([platform.beginMs + second * 1000, value]);
          }
          return { labels: { ...labels }, samples };
        })
        .filter(({ samples }) => samples.length > 0);
    },
  };
}

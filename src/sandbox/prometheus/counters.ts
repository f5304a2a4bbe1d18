import type { Simulation } from "../world/simulation.ts";
import { failingShares } from "../world/lookups.ts";
import { drawAt, drawFrom, hash32 } from "../random.ts";
import type { Conditions } from "../signals/conditions.ts";
import { trafficOf } from "../traffic.ts";
import { HOUR_MS, SECOND_MS } from "../world/time.ts";

/** So long before the world's start do the series begin. */
const HISTORY_MS = 2.25 * HOUR_MS;

const GROUPS = [
  { namespace: "search", feature_group: "search_context_features", share: 0.17 },
  { namespace: "search", feature_group: "user_booking_features", share: 0.14 },
  { namespace: "search", feature_group: "user_profile_features", share: 0.12 },
  { namespace: "search", feature_group: "query_embedding_features", share: 0.12 },
  { namespace: "search", feature_group: "location_popularity_features", share: 0.11 },
  { namespace: "search", feature_group: "session_activity_features", share: 0.11 },
  { namespace: "pricing", feature_group: "listing_quality_features", share: 0.08 },
  { namespace: "pricing", feature_group: "price_history_features", share: 0.06 },
  { namespace: "pricing", feature_group: "seasonality_features", share: 0.05 },
  { namespace: "pricing", feature_group: "market_demand_features", share: 0.04 },
] as const;

/** A group's share of the lookups; a hot one takes from all others alike. */
function shareOf(group: (typeof GROUPS)[number], hot: Conditions["hotGroup"]): number {
  const own = GROUPS.find(({ feature_group }) => feature_group === hot?.name)?.share;
  if (hot === null || own === undefined) return group.share;
  return group.feature_group === hot.name ? hot.share : (group.share * (1 - hot.share)) / (1 - own);
}

/** Share of lookups that fail when all is well, and the types that they fail with. */
const BACKGROUND = { share: 0.0004, errorType: "not_found" } as const;

/** A counter with one value a second; before its first increase it does not exist. */
export interface Counter {
  readonly labels: Readonly<Record<string, string>>;
  /** Index of the first second that has a value. */
  first: number;
  readonly values: number[];
}

/** The counters of the feature lookups, second by second as far as somebody asked. */
export class LookupCounters {
  readonly beginSecond: number;
  readonly #simulation: Simulation;
  readonly #traffic: (atMs: number) => number;
  readonly #salt: number;
  readonly #lookups: Counter[];
  readonly #errors = new Map<string, Counter & { sum: number }>();
  readonly #sums: number[];
  #moment = 0;
  #next = 0;

  constructor(simulation: Simulation) {
    const { world } = simulation;
    this.#simulation = simulation;
    this.#traffic = trafficOf(world.seed, world.startedAtMs);
    this.#salt = hash32(`${world.seed}/errors`);
    this.beginSecond = Math.floor((world.startedAtMs - HISTORY_MS) / SECOND_MS);
    this.#lookups = GROUPS.map(({ namespace, feature_group }) => ({
      labels: {
        __name__: "feature_lookups_total",
        job: "feature-gateway",
        instance: "gateway-1:9100",
        namespace,
        feature_group,
      },
      first: 0,
      values: [],
    }));
    this.#sums = GROUPS.map((group) => Math.floor(drawFrom(`${world.seed}/${group.feature_group}`) * 4e6));
  }

  /** All counters, with values up to and including the second that `toMs` is in. */
  upTo(toMs: number): readonly Counter[] {
    const last = Math.floor(toMs / SECOND_MS) - this.beginSecond;
    while (this.#next <= last) {
      this.#step(this.#next);
      this.#next += 1;
    }
    return [...this.#lookups, ...this.#errors.values()];
  }

  #step(index: number): void {
    const { timeline } = this.#simulation;
    const second = this.beginSecond + index;
    const atMs = second * SECOND_MS;
    const moments = timeline.moments;
    while ((moments[this.#moment + 1]?.atMs ?? Number.POSITIVE_INFINITY) < atMs) {
      this.#moment += 1;
    }
    const { traffic, hotGroup } = this.#simulation.conditionsAt(atMs);
    const total = this.#traffic(atMs) * traffic;
    GROUPS.forEach((group, at) => {
      this.#sums[at] = (this.#sums[at] ?? 0) + total * shareOf(group, hotGroup);
      this.#lookups[at]?.values.push(Math.floor(this.#sums[at]));
    });
    const noise = drawAt(this.#salt, second);
    const background = noise < 0.05 ? { errorType: BACKGROUND.errorType, share: BACKGROUND.share * 20 } : undefined;
    const failing = [...failingShares(moments[this.#moment], total), ...(background === undefined ? [] : [background])];
    for (const { errorType, share } of failing) {
      const jitter = 1 + 0.08 * (drawAt(this.#salt ^ errorType.length, second) - 0.5);
      this.#fail("search", errorType, index, total * 0.77 * Math.min(1, share * jitter));
      this.#fail("pricing", errorType, index, total * 0.23 * Math.min(1, share * jitter));
    }
    for (const counter of this.#errors.values()) {
      counter.values[index - counter.first] = Math.floor(counter.sum);
    }
  }

  #fail(namespace: string, errorType: string, index: number, count: number): void {
    const key = `${namespace}/${errorType}`;
    const counter = this.#errors.get(key) ?? {
      labels: {
        __name__: "feature_lookup_errors_total",
        job: "feature-gateway",
        instance: "gateway-1:9100",
        namespace,
        error_type: errorType,
      },
      first: index,
      values: [],
      sum: 0,
    };
    counter.sum += count;
    this.#errors.set(key, counter);
  }
}

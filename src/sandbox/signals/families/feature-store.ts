import { drawAt } from "../../random.ts";
import { bucketCounts, bucketLabels, type Family } from "../family.ts";
import { lookupsAt } from "../lookup-latency.ts";
import type { Moment } from "../moment.ts";

const GATEWAY = { job: "feature-gateway", instance: "gateway-1:9100" };
const API = { job: "feature-api", instance: "feature-api:9102" };

const NAMESPACES = [
  { namespace: "search", share: 0.77 },
  { namespace: "pricing", share: 0.23 },
] as const;

const latency: Family = {
  kind: "counter",
  labels: NAMESPACES.flatMap(({ namespace }) =>
    bucketLabels("feature_lookup_latency_seconds", { ...GATEWAY, namespace }),
  ),
  at: (moment) => {
    const { within } = lookupsAt(moment);
    return NAMESPACES.flatMap(({ share }) => bucketCounts(moment.lookups * share, within));
  },
};

const caches: Family = {
  kind: "gauge",
  labels: ["l1", "l2"].map((level) => ({ __name__: "feature_cache_hit_rate", ...API, level })),
  at: (moment) => {
    const { l1, l2 } = lookupsAt(moment);
    return [l1, l2].map((rate, index) => Math.min(1, rate * jitter(moment, index, 0.02)));
  },
};

const kvReads: Family = {
  kind: "gauge",
  labels: ["0.5", "0.9", "0.99"].map((quantile) => ({ __name__: "kv_read_latency_seconds", ...API, quantile })),
  at: (moment) => {
    const kvP99 = lookupsAt(moment).kvP99();
    return [kvP99 * 0.39, kvP99 * 0.66, kvP99].map((seconds) => seconds * jitter(moment, 7, 0.06));
  },
};

const saturation: Family = {
  kind: "gauge",
  labels: [
    { __name__: "feature_store_cpu_usage", ...API, namespace: "ml", component: "feature-api" },
    { __name__: "feature_store_memory_usage", ...API, namespace: "ml", component: "feature-api" },
    { __name__: "feature_store_connection_pool_usage", ...API, pool_name: "kv" },
    { __name__: "feature_store_queue_depth", ...API, queue_name: "lookups" },
  ],
  at: (moment) => {
    const { utilization } = lookupsAt(moment);
    const noise = jitter(moment, 3, 0.03);
    return [
      Math.min(1, utilization * 0.9 * noise),
      0.61 * noise,
      Math.min(1, utilization * noise),
      utilization > 0.85 ? (Math.min(1.2, utilization) - 0.85) * 2_000 * noise : 3 * noise,
    ];
  },
};

/** The feature store's own metrics, besides the counters of its lookups. */
export const featureStore: readonly Family[] = [latency, caches, kvReads, saturation];

function jitter({ second, seed }: Moment, salt: number, width: number): number {
  return 1 + width * (drawAt(seed * 31 + salt, second) - 0.5);
}

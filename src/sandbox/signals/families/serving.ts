import { drawAt } from "../../random.ts";
import { bucketCounts, bucketLabels, type Family } from "../family.ts";
import { workersOf } from "../moment.ts";
import { predictionsAt } from "../predictions.ts";

const GATEWAY = { job: "prediction-gateway", instance: "gateway-1:9101" };

const MODELS = [
  { model: "search-ranking", version: "7", share: 0.6, memory: 2.1e9 },
  { model: "price-tips", version: "12", share: 0.4, memory: 1.4e9 },
] as const;

const ERROR_TYPES = ["unavailable", "feature_lookup", "model_load", "inference", "timeout"] as const;
const BACKGROUND = 0.0006;

const latency: Family = {
  kind: "counter",
  labels: MODELS.flatMap(({ model }) => bucketLabels("prediction_latency_seconds", { ...GATEWAY, model })),
  at: (moment) => {
    const { total, within } = predictionsAt(moment);
    return MODELS.flatMap(({ share }) => bucketCounts(total * share, within));
  },
};

const counts: Family = {
  kind: "counter",
  labels: [
    ...MODELS.map(({ model, version }) => ({ __name__: "predictions_total", ...GATEWAY, model, version })),
    ...MODELS.flatMap(({ model }) =>
      ERROR_TYPES.map((error_type) => ({ __name__: "prediction_errors_total", ...GATEWAY, model, error_type })),
    ),
  ],
  at: (moment) => {
    const { total, failing } = predictionsAt(moment);
    const all = [...failing.values()].reduce((sum, share) => sum + share, 0) + 2 * BACKGROUND;
    return [
      ...MODELS.map(({ share }) => total * share),
      ...MODELS.flatMap(({ share }) =>
        ERROR_TYPES.map((type) => {
          const background = type === "timeout" ? BACKGROUND * 2 * drawAt(moment.seed, moment.second) : 0;
          // Each prediction fails in one way at most.
          return (total * share * ((failing.get(type) ?? 0) + background)) / Math.max(1, all + background);
        }),
      ),
    ];
  },
};

const models: Family = {
  kind: "gauge",
  labels: ["model_replicas_ready", "model_replicas_desired", "model_queue_depth", "model_memory_bytes"].flatMap(
    (name) => MODELS.map(({ model, version }) => ({ __name__: name, job: "deep-thought", model, version })),
  ),
  at: (moment) => {
    const { ready, desired } = workersOf(moment, "deep-thought");
    const { utilization } = predictionsAt(moment);
    const queue = utilization > 0.85 ? (Math.min(1.1, utilization) - 0.85) * 3_000 : 4;
    return [
      ...MODELS.map(() => ready.length),
      ...MODELS.map(() => desired),
      ...MODELS.map(() => queue * (1 + 0.1 * drawAt(moment.seed + 5, moment.second))),
      ...MODELS.map(({ memory }) => memory * moment.conditions.modelSize),
    ];
  },
};

/** The serving tier's metrics. */
export const serving: readonly Family[] = [latency, counts, models];

import { drawAt } from "../../random.ts";
import type { Family } from "../family.ts";
import { spoiledShares, workersOf, type Moment } from "../moment.ts";

const TARGET = { job: "ml-automator", instance: "ml-automator:9104" };
/** DAGs started in a second: the sandbox's are short. */
const PER_SECOND = 20;
const WORKER_CAPACITY = 8;
const BACKGROUND = 0.02;

const PIPELINES = [
  { pipeline: "price-tips-train", share: 0.25 },
  { pipeline: "search-ranking-train", share: 0.2 },
  { pipeline: "embeddings-train", share: 0.15 },
  { pipeline: "ltv-train", share: 0.15 },
  { pipeline: "eval-daily", share: 0.15 },
  { pipeline: "feature-stats", share: 0.1 },
] as const;
const TASKS = ["extract", "train", "publish"] as const;

const executions: Family = {
  kind: "counter",
  labels: [
    ...PIPELINES.flatMap(({ pipeline }) =>
      ["success", "failed"].map((status) => ({ __name__: "dag_executions_total", ...TARGET, pipeline, status })),
    ),
    ...PIPELINES.flatMap(({ pipeline }) =>
      TASKS.map((task) => ({ __name__: "dag_failures_total", ...TARGET, pipeline, task })),
    ),
  ],
  at: (moment) => {
    const started = PER_SECOND * moment.conditions.dagLoad;
    const shared = lostShare(moment);
    const failing = PIPELINES.map(({ pipeline }) =>
      TASKS.map((task) => {
        const own = moment.conditions.dagErrors.find((one) => one.pipeline === pipeline && one.task === task);
        const noise = (BACKGROUND / TASKS.length) * 2 * drawAt(moment.seed + 11, moment.second);
        return Math.min(1, noise + (own?.share ?? 0) + (task === "train" ? shared : 0));
      }),
    );
    return [
      ...PIPELINES.flatMap(({ share }, index) => {
        const failed = Math.min(
          1,
          (failing[index] ?? []).reduce((sum, one) => sum + one, 0),
        );
        return [started * share * (1 - failed), started * share * failed];
      }),
      ...PIPELINES.flatMap(({ share }, index) => (failing[index] ?? []).map((one) => started * share * one)),
    ];
  },
};

const queue: Family = {
  kind: "gauge",
  labels: ["high", "normal"].map((priority) => ({ __name__: "dag_queue_depth", ...TARGET, priority })),
  at: (moment) => {
    const excess = Math.max(0, utilizationOf(moment) - 1) * 600;
    return [3, 9 + excess].map((depth) => depth * (1 + 0.2 * drawAt(moment.seed + 12, moment.second)));
  },
};

function utilizationOf(moment: Moment): number {
  const capacity = workersOf(moment, "ml-automator-worker").ready.length * WORKER_CAPACITY;
  return capacity === 0 ? 3 : (PER_SECOND * moment.conditions.dagLoad) / capacity;
}

/** Share of all tasks that are lost: with a worker that dies, and by waiting too long for one. */
function lostShare(moment: Moment): number {
  const { desired, ready } = workersOf(moment, "ml-automator-worker");
  const died = desired === 0 ? 0 : (0.8 * Math.max(0, desired - ready.length)) / desired;
  const spoiled = [...spoiledShares(moment, "ml-automator-worker").values()].reduce((sum, one) => sum + one, 0);
  const utilization = utilizationOf(moment);
  return died + spoiled + (utilization > 1 ? 1 - 1 / utilization : 0);
}

/** What ML Automator tells of its DAGs. */
export const automator: readonly Family[] = [executions, queue];

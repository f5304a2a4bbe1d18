import { MINUTE_MS, SECOND_MS } from "../../world/time.ts";
import type { Fault } from "../fault.ts";
import { since } from "../since.ts";
import { onset } from "../step.ts";
import { crash, souring } from "../fates.ts";
import { podsOfRelease, podsThereAt } from "../struck.ts";
import { releaseTag } from "../workload.ts";

const runbook = "dag-failure";
const WORKER = "ml-automator-worker";
const BAD = "3.9.0";
const ONSET_MS = -8 * MINUTE_MS;
const HEALTHY = { outcome: "healthy", cause: null, proposal: null } as const;

const sinceOnset = since(ONSET_MS);

const badRelease: Fault = {
  name: "dag-bad-release",
  description: "A release of the workers runs well by itself and fails most of the training tasks that it is given.",
  runbook,
  expected: { outcome: "problem", cause: "bad-rollout", proposal: "rollback" },
  steps: () => [releaseTag(WORKER, BAD, ONSET_MS)],
  fate: podsOfRelease(
    WORKER,
    BAD,
    souring({
      afterMs: 30 * SECOND_MS,
      errorShare: 0.6,
      errorType: "task_failed",
      words: "TaskError: train: unknown argument --shards",
    }),
  ),
};

const workersCrash: Fault = {
  name: "dag-workers-crash",
  description:
    "The running workers filled their scratch disks and crash at every start; new ones begin with empty disks.",
  runbook,
  expected: { outcome: "problem", cause: "workers-unhealthy", proposal: "restart" },
  steps: () => [onset(ONSET_MS)],
  fate: podsThereAt(WORKER, ONSET_MS, crash(900, 3000, "OSError: no space left on device: /scratch")),
};

const backlog: Fault = {
  name: "dag-backlog",
  description:
    "Twice as many DAGs are started as usual, and more than the workers can do: tasks wait until they time out.",
  runbook,
  expected: { outcome: "problem", cause: "backlog", proposal: "scale-workers" },
  conditions: sinceOnset({ dagLoad: 2.2 }),
};

const onePipeline: Fault = {
  name: "dag-one-pipeline",
  description: "The source of one pipeline changed its schema: nearly all of its executions fail at extraction.",
  runbook,
  expected: { outcome: "problem", cause: "one-pipeline", proposal: "repair-pipeline" },
  conditions: sinceOnset({ dagErrors: [{ pipeline: "price-tips-train", task: "extract", share: 0.95 }] }),
};

const smallPipeline: Fault = {
  name: "dag-small-pipeline",
  description: "Nearly all executions of the smallest pipeline fail, which are not a fifth of all executions.",
  runbook,
  expected: { outcome: "problem", cause: "one-pipeline", proposal: "repair-pipeline" },
  conditions: sinceOnset({ dagErrors: [{ pipeline: "feature-stats", task: "extract", share: 0.95 }] }),
};

const nearBadRelease: Fault = {
  name: "near-dag-bad-release",
  description: "The workers were released a minute before one pipeline's source broke: only that pipeline fails.",
  runbook,
  nearMissOf: "bad-rollout",
  expected: { outcome: "problem", cause: "one-pipeline", proposal: "repair-pipeline" },
  steps: () => [releaseTag(WORKER, "3.8.3", ONSET_MS - MINUTE_MS)],
  conditions: sinceOnset({ dagErrors: [{ pipeline: "price-tips-train", task: "extract", share: 0.95 }] }),
};

const nearWorkersCrash: Fault = {
  name: "near-dag-workers-crash",
  description: "The backfill's workers crash, not those of ML Automator; the DAGs run well.",
  runbook,
  nearMissOf: "workers-unhealthy",
  expected: HEALTHY,
  steps: () => [onset(ONSET_MS)],
  fate: podsThereAt("backfill-worker", ONSET_MS, crash(900, 3000, "OSError: no space left")),
};

const nearBacklog: Fault = {
  name: "near-dag-backlog",
  description: "A third more DAGs than usual: the workers are busy, and nothing waits for long.",
  runbook,
  nearMissOf: "backlog",
  expected: HEALTHY,
  conditions: sinceOnset({ dagLoad: 1.35 }),
};

const nearOnePipeline: Fault = {
  name: "near-dag-one-pipeline",
  description:
    "A third of the executions of three pipelines fail, with healthy workers and a short queue: something they share.",
  runbook,
  nearMissOf: "one-pipeline",
  expected: { outcome: "problem", cause: null, proposal: null },
  conditions: sinceOnset({
    dagErrors: ["price-tips-train", "search-ranking-train", "embeddings-train"].map((pipeline) => ({
      pipeline,
      task: "publish",
      share: 0.42,
    })),
  }),
};

/** The faults of the runbook `dag-failure`. */
export const dagFailureFaults: readonly Fault[] = [
  badRelease,
  workersCrash,
  backlog,
  onePipeline,
  smallPipeline,
  nearBadRelease,
  nearWorkersCrash,
  nearBacklog,
  nearOnePipeline,
];

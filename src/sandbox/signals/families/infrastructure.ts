import { drawAt } from "../../random.ts";
import { HOUR_MS } from "../../world/time.ts";
import type { Family } from "../family.ts";
import { spoiledShares, workersOf, type Moment } from "../moment.ts";

const NODES = ["node-1", "node-2", "node-3"] as const;
const DISK_BYTES = 500e9;
const USUAL = { used: 0.52, perHour: 0.0005 } as const;

const disks: Family = {
  kind: "gauge",
  labels: ["node_filesystem_size_bytes", "node_filesystem_avail_bytes"].flatMap((name) =>
    NODES.map((node) => ({ __name__: name, job: "node-exporter", node, mountpoint: "/" })),
  ),
  at: ({ atMs, startedAtMs, conditions }) => [
    ...NODES.map(() => DISK_BYTES),
    ...NODES.map((node) => {
      const { used, perHour } = conditions.disks[node] ?? USUAL;
      const share = used + (perHour * (atMs - startedAtMs)) / HOUR_MS;
      return DISK_BYTES * Math.min(1, Math.max(0, 1 - share));
    }),
  ],
};

const BACKFILLS = ["user_booking_features", "listing_quality_features", "price_history_features"] as const;
const USUAL_SECONDS = 900;
const USUAL_WORKERS = 3;

const backfills: Family = {
  kind: "gauge",
  labels: [
    ...BACKFILLS.map((feature_group) => ({
      __name__: "feature_backfill_duration_seconds",
      job: "feature-backfill",
      feature_group,
    })),
    { __name__: "feature_store_queue_depth", job: "feature-backfill", queue_name: "backfill" },
  ],
  at: (moment) => {
    const { backfillWork, slowBackfills } = moment.conditions;
    const load = (backfillWork * USUAL_WORKERS) / Math.max(0.5, workersAt(moment));
    const seconds = (USUAL_SECONDS * load) / (1 - failingShare(moment));
    const noise = 1 + 0.04 * drawAt(moment.seed + 21, moment.second);
    const durations = BACKFILLS.map((group, index) => seconds * (1 - 0.1 * index) * (slowBackfills[group] ?? 1));
    return [...durations.map((duration) => duration * noise), 20 * load ** 3 * noise];
  },
};

const backfillFailures: Family = {
  kind: "counter",
  labels: BACKFILLS.map((feature_group) => ({
    __name__: "feature_backfill_failures_total",
    job: "feature-backfill",
    feature_group,
  })),
  at: (moment) => BACKFILLS.map(() => 0.005 + failingShare(moment) * 2),
};

/** Share of the attempts that fail, by what they work on and by who does it. */
function failingShare(moment: Moment): number {
  const spoiled = [...spoiledShares(moment, "backfill-worker").values()].reduce((sum, one) => sum + one, 0);
  return Math.min(0.9, moment.conditions.backfillFailures + spoiled);
}

function workersAt(moment: Moment): number {
  return workersOf(moment, "backfill-worker").ready.length;
}

/** What the nodes and the batch jobs on them tell. */
export const infrastructure: readonly Family[] = [disks, backfills, backfillFailures];

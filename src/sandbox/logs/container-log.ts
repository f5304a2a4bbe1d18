import { drawFrom } from "../random.ts";
import { trafficOf } from "../traffic.ts";
import type { Complaint, Fate } from "../world/fate.ts";
import { failingShares } from "../world/lookups.ts";
import type { Pod } from "../world/objects.ts";
import type { Simulation } from "../world/simulation.ts";
import { HOUR_MS, SECOND_MS } from "../world/time.ts";
import { errorLine, lastWords, type LogLine, logLine, type Writer } from "./log-lines.ts";

/** Older lines were rotated away. */
const KEPT_MS = HOUR_MS;

/** One run of a container: from its start to its end, or to now when it still runs. */
export interface Run {
  readonly startMs: number;
  readonly endMs: number;
  readonly ended: boolean;
  /** Distinguishes the runs of one container. */
  readonly instance: number;
}

/** What a service writes of work that is done; the KV store's, where it is none of these. */
const DONE: Readonly<Record<string, string>> = {
  "deep-thought": "Prediction completed",
  "ml-automator-worker": "Task completed",
  "backfill-worker": "Partition written",
};

const COMPLAINTS: Readonly<Record<string, Complaint>> = {
  kv_unavailable: () => "KVUnavailableError: no answer from kv-store:8080 within 50 ms",
  deadline_exceeded: (draw) =>
    `DeadlineExceeded: lookup waited ${50 + Math.floor(draw * 30)} ms in the queue, limit 50 ms`,
};

/** The error that a lookup at this second ends with in this pod, if any. */
function lookupError(
  simulation: Simulation,
  pod: Pod,
  fate: Fate,
  atMs: number,
  draw: number,
): { type: string; complaint: Complaint } | undefined {
  const { world, timeline } = simulation;
  const serving = timeline.before(atMs);
  const own = serving?.pods.find((one) => one.uid === pod.metadata.uid);
  if (own === undefined) {
    return undefined; // No traffic reaches an unready pod.
  }
  if (draw < own.errorShare && fate.kind === "ready" && fate.souring !== undefined) {
    return { type: own.errorType, complaint: fate.souring.complaint };
  }
  const perSecond = trafficOf(world.seed, world.startedAtMs)(atMs);
  const shared = failingShares(serving, perSecond).filter((one) => COMPLAINTS[one.errorType] !== undefined);
  let left = (draw - own.errorShare) / Math.max(1e-9, 1 - own.errorShare);
  for (const { errorType, share } of shared) {
    const complaint = COMPLAINTS[errorType];
    if (left < share && complaint !== undefined) {
      return { type: errorType, complaint };
    }
    left -= share;
  }
  return undefined;
}

/** The error that a request at this time ends with in a pod of another service that has turned sour. */
function sourError(
  fate: Fate,
  run: Run,
  atMs: number,
  draw: number,
): { type: string; complaint: Complaint } | undefined {
  const souring = fate.kind === "ready" ? fate.souring : undefined;
  return souring !== undefined && atMs >= run.startMs + souring.afterMs && draw < souring.errorShare
    ? { type: souring.errorType, complaint: souring.complaint }
    : undefined;
}

function servingLines(
  simulation: Simulation,
  pod: Pod,
  writer: Writer,
  fate: Fate,
  run: Run,
  second: number,
): LogLine[] {
  const busy = drawFrom(`${writer.seed}/${pod.metadata.uid}/${second}`);
  const count = Math.floor(busy * 3);
  const lines: LogLine[] = [];
  for (let index = 0; index < count; index += 1) {
    const key = `${second}/${index}`;
    const draw = drawFrom(`${writer.seed}/${writer.pod}/${key}/outcome`);
    const atMs = second * SECOND_MS + Math.floor(((index + busy) / (count + 1)) * SECOND_MS);
    const error =
      writer.service === "feature-api"
        ? lookupError(simulation, pod, fate, atMs, draw)
        : sourError(fate, run, atMs, draw);
    if (error !== undefined) {
      lines.push(errorLine(writer, atMs, error.type, error.complaint, key));
    } else if (fate.kind === "not-ready") {
      lines.push(errorLine(writer, atMs, "not_ready", fate.complaint, key));
    } else if (draw > 0.995) {
      lines.push(logLine(writer, atMs, "WARN", "Cache hit rate low", key, { cache_hit_rate: 0.48 }));
    } else if (writer.service === "feature-api") {
      const context = {
        entity_count: 20 + Math.floor(draw * 200),
        latency_ms: 2 + Math.floor(draw * 6),
        cache_hit_rate: 0.75,
      };
      lines.push(logLine(writer, atMs, "INFO", "Feature lookup completed", key, context));
    } else {
      lines.push(
        logLine(writer, atMs, "INFO", DONE[writer.service] ?? "Batch read completed", key, {
          keys: 100 + Math.floor(draw * 900),
        }),
      );
    }
  }
  return lines;
}

function openingLines(writer: Writer, run: Run): LogLine[] {
  return [
    logLine(writer, run.startMs + 40, "INFO", `${writer.service} starting`, `${run.instance}/start`),
    logLine(writer, run.startMs + 420, "INFO", "Configuration loaded", `${run.instance}/configuration`),
  ];
}

function closingLines(writer: Writer, run: Run, fate: Fate): LogLine[] {
  const complaint = lastWords(fate);
  if (!run.ended || complaint === undefined) {
    return [];
  }
  return [0, 1, 2].map((index) =>
    errorLine(writer, run.endMs - 90 + index * 30, "startup", complaint, `${run.instance}/end/${index}`),
  );
}

/**
 * What a run of a container wrote between `fromMs` and its end, oldest first; at most the last `most` lines. The same
 * pod, second and seed always give the same lines.
 */
export function containerLog(
  simulation: Simulation,
  pod: Pod,
  fate: Fate,
  run: Run,
  fromMs: number,
  most: number,
): LogLine[] {
  const writer: Writer = {
    service: pod.spec.containers[0]?.name ?? "",
    pod: pod.metadata.name,
    seed: simulation.world.seed,
  };
  const earliestMs = Math.max(fromMs, run.startMs, run.endMs - KEPT_MS);
  const within = (line: LogLine): boolean => line.atMs >= earliestMs && line.atMs <= run.endMs;
  const newestFirst = closingLines(writer, run, fate).toReversed().filter(within);
  const firstSecond = Math.ceil(Math.max(earliestMs - SECOND_MS, run.startMs + SECOND_MS) / SECOND_MS);
  for (
    let second = Math.floor(run.endMs / SECOND_MS);
    second >= firstSecond && newestFirst.length < most;
    second -= 1
  ) {
    newestFirst.push(...servingLines(simulation, pod, writer, fate, run, second).toReversed().filter(within));
  }
  newestFirst.push(...openingLines(writer, run).toReversed().filter(within));
  return newestFirst.slice(0, most).toReversed();
}

import type { FaultStep } from "./faults/fault.ts";
import type { Random } from "./random.ts";
import { release } from "./world/changes.ts";
import { killContainer } from "./world/turning-fates.ts";
import { NAMESPACE } from "./world/names.ts";
import { finishedJob } from "./world/finished-job.ts";
import { featureApiImage } from "./world/images.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "./world/time.ts";
import type { World } from "./world/world.ts";

function restartOne(world: World, prefix: string, draw: number, exitCode: number, reason: string): void {
  const pods = world.store.list("pods", NAMESPACE).filter((pod) => pod.metadata.name.startsWith(prefix));
  const pod = pods[Math.floor(draw * pods.length)];
  if (pod !== undefined) {
    killContainer(world, pod, exitCode, reason);
  }
}

/** What every cluster has behind it and no diagnosis should mind: releases of last week and yesterday, old restarts, a finished Job. */
export function noiseSteps(random: Random): readonly FaultStep[] {
  const releasedMs = -random.between(20 * 60, 28 * 60) * MINUTE_MS;
  const draws = Array.from({ length: 4 }, () => random.next());
  const steps: FaultStep[] = [
    {
      atMs: -9 * DAY_MS,
      act: (world) => release(world, "feature-api", { image: featureApiImage("2.3.1"), cause: "feature-api 2.3.1" }),
    },
    {
      atMs: -random.between(3 * 24, 6 * 24) * HOUR_MS,
      act: (world) => restartOne(world, "kv-store-", draws[0] ?? 0, 137, "OOMKilled"),
    },
    {
      atMs: releasedMs,
      act: (world) => release(world, "feature-api", { image: featureApiImage("2.4.0"), cause: "feature-api 2.4.0" }),
    },
    {
      atMs: -random.between(20 * 60, 28 * 60) * MINUTE_MS,
      act: (world) => finishedJob(world, (draws[1] ?? 0) < 0.5),
    },
  ];
  const restarts = random.between(1, 3);
  for (let count = 0; count < restarts; count += 1) {
    const draw = random.next();
    steps.push({
      atMs: -random.between(4 * 60, 18 * 60) * MINUTE_MS,
      act: (world) => restartOne(world, "feature-api-", draw, 1, "Error"),
    });
  }
  return steps;
}

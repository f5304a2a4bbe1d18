import { PromQLError } from "../../error.ts";
import type { Aggregator } from "../../expression.ts";
import { byStep } from "../by-step.ts";
import { type Sample, samplesAt, type Steps, type StepSeries } from "../steps.ts";
import { BoundedHeap } from "./bounded-heap.ts";
import type { Group } from "./group.ts";

export type SelectingAggregator = Extract<Aggregator, "topk" | "bottomk">;

export function isSelection(aggregator: Aggregator): aggregator is SelectingAggregator {
  return aggregator === "topk" || aggregator === "bottomk";
}

/** The k first elements of each group at each step, with their own labels; the most extreme first, NaN last. */
export function selectFromGroups(
  aggregator: SelectingAggregator,
  groups: readonly Group[],
  steps: Steps,
  parameterAt: (step: number) => number,
): StepSeries[] {
  const parameters = Array.from({ length: steps.count }, (_, step) => parameterAt(step));
  if (!parameters.some((k) => k >= 1 || Number.isNaN(k))) return [];
  rejectParameters(parameters);

  const before = aggregator === "topk" ? (a: number, b: number) => a < b : (a: number, b: number) => a > b;
  return byStep(steps, (step) => {
    const k = Math.trunc(parameters[step] ?? 0);
    if (k < 1) return [];
    return groups.flatMap(({ members }) => firstK(samplesAt(members, step), k, before));
  });
}

function rejectParameters(parameters: readonly number[]): void {
  if (parameters.some((k) => Number.isNaN(k))) throw new PromQLError("execution", "Parameter value is NaN");
  const least = Math.min(...parameters);
  if (least <= -(2 ** 63)) throw new PromQLError("execution", `Scalar value ${goFloat(least)} underflows int64`);
  const most = Math.max(...parameters);
  if (most >= 2 ** 63 - 1024) throw new PromQLError("execution", `Scalar value ${goFloat(most)} overflows int64`);
}

function goFloat(value: number): string {
  if (Math.abs(value) === Infinity) return value > 0 ? "+Inf" : "-Inf";
  return value.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
}

/** `worse(a, b)` says whether a leaves before b; NaN always leaves first. */
function firstK(samples: readonly Sample[], k: number, worse: (a: number, b: number) => boolean): Sample[] {
  const heap = new BoundedHeap(k, worse);
  for (const sample of samples) heap.offer(sample);
  return heap.bestFirst();
}

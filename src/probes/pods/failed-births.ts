import { spanWords } from "../moment.ts";
import type { Budgets } from "./budgets.ts";
import { countedWords, countReasons } from "./count-reasons.ts";
import type { PodsFacts } from "./pods-facts.ts";

/**
 * Pods made inside the window that failed, in words; null where there are none. A node that rejects its pods (UnexpectedAdmissionError, OutOfcpu,
 * NodeAffinity) fails each at once, and its controller makes another.
 */
export function failedBirths({ pods }: PodsFacts, { windowMs }: Budgets, nowMs: number): string | null {
  const failed = pods.filter(
    ({ phase, createdAtMs }) => phase === "Failed" && createdAtMs !== null && createdAtMs >= nowMs - windowMs,
  );
  if (failed.length === 0) return null;
  const reasons = countReasons(failed.map(({ statusReason, phase }) => statusReason ?? phase));
  return `${failed.length} made in the last ${spanWords(windowMs)} failed (${countedWords(reasons)})`;
}

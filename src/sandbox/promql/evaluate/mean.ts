import { addToSum, type RunningSum } from "./kahan-sum.ts";

/** The mean of at least one value: the sum over the count; where the sum would overflow, the mean is moved value by value. */
export function mean(values: readonly number[]): number {
  const [first = Number.NaN, ...rest] = values;
  let running: RunningSum = { sum: first, compensation: 0 };
  let incremental = false;
  let count = 1;
  for (const value of rest) {
    count++;
    if (!incremental) {
      const next = addToSum(running, value);
      if (Math.abs(next.sum) !== Infinity) {
        running = next;
        continue;
      }
      incremental = true;
      running = { sum: running.sum / (count - 1), compensation: running.compensation / (count - 1) };
    }
    const weight = (count - 1) / count;
    running = addToSum({ sum: weight * running.sum, compensation: weight * running.compensation }, value / count);
  }
  return incremental ? running.sum + running.compensation : running.sum / count + running.compensation / count;
}

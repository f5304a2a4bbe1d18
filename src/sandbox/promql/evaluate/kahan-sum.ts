/** A running sum with the error that floating point has made so far (Neumaier's form of Kahan's summation). */
export interface RunningSum {
  sum: number;
  compensation: number;
}

export function addToSum({ sum, compensation }: RunningSum, value: number): RunningSum {
  const total = sum + value;
  if (Math.abs(total) === Infinity) return { sum: total, compensation: 0 };
  const lost = Math.abs(sum) >= Math.abs(value) ? sum - total + value : value - total + sum;
  return { sum: total, compensation: compensation + lost };
}

/** Share of a lognormal distribution that is at most `value`; `spread` is the standard deviation of its logarithm. */
export function lognormalShare(value: number, median: number, spread: number): number {
  return value <= 0 ? 0 : normalShare(Math.log(value / median) / spread);
}

/** Abramowitz and Stegun 26.2.17: wrong by less than 1e-7. */
function normalShare(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
  return z >= 0 ? 1 - tail : tail;
}

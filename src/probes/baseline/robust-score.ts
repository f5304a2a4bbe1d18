/** Scales the median absolute deviation of normal data to its standard deviation: 1 / Φ⁻¹(3/4). */
const NORMAL_SCALE = 1.482_602_218_505_602;

/** Fewer earlier values tell nothing about how much they usually differ. */
const VALUES_LEAST = 3;

/** The middle of the values, or of the two in the middle; null of none. */
export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return upper === undefined || lower === undefined ? null : lower + (upper - lower) / 2;
}

/**
 * How many standard deviations a value is away from the median of the earlier ones, the deviation estimated by their median absolute deviation, so
 * that one odd day among them moves neither. null where that cannot be told: fewer than three earlier values, or most of them are the same and this
 * one is another.
 */
export function robustScore(value: number, earlier: readonly number[]): number | null {
  const middle = median(earlier);
  if (middle === null || earlier.length < VALUES_LEAST) return null;
  const deviation = NORMAL_SCALE * (median(earlier.map((each) => Math.abs(each - middle))) ?? 0);
  if (deviation === 0) return value === middle ? 0 : null;
  return (value - middle) / deviation;
}

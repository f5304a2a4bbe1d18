/** A cumulative bucket: how many observations were at most the bound. */
export interface Bucket {
  upperBound: number;
  count: number;
}

/** Differences between buckets below this share of their sum are floating point's, not observations. */
const smallDifference = 1e-12;
const smallestNormal = 2 ** -1022;

/**
 * The φ-quantile of cumulative buckets, observations taken to be spread evenly within each. The lowest bucket begins at
 * zero unless its bound is below; a quantile in the highest is the bound below it. NaN without observations, without an
 * infinite bucket, or with no other.
 */
export function bucketQuantile(fraction: number, unsorted: readonly Bucket[]): number {
  if (Number.isNaN(fraction)) return Number.NaN;
  if (fraction < 0) return Number.NEGATIVE_INFINITY;
  if (fraction > 1) return Number.POSITIVE_INFINITY;
  const buckets = monotonic(mergeEqualBounds(unsorted));
  const highest = buckets[buckets.length - 1];
  const nextHighest = buckets[buckets.length - 2];
  if (highest?.upperBound !== Infinity || nextHighest === undefined || highest.count === 0) return Number.NaN;

  const rank = fraction * highest.count;
  const index = firstReaching(buckets.slice(0, -1), rank);
  const bucket = buckets[index];
  if (bucket === undefined || index === buckets.length - 1) return nextHighest.upperBound;
  const below = buckets[index - 1];
  if (below === undefined) {
    if (bucket.upperBound <= 0) return bucket.upperBound;
    return bucket.upperBound * (rank / bucket.count);
  }
  const width = bucket.upperBound - below.upperBound;
  return below.upperBound + width * ((rank - below.count) / (bucket.count - below.count));
}

function mergeEqualBounds(buckets: readonly Bucket[]): Bucket[] {
  const merged: Bucket[] = [];
  for (const bucket of buckets.toSorted((a, b) =>
    a.upperBound < b.upperBound ? -1 : Number(a.upperBound > b.upperBound),
  )) {
    const last = merged[merged.length - 1];
    if (last?.upperBound === bucket.upperBound) last.count += bucket.count;
    else merged.push({ ...bucket });
  }
  return merged;
}

/** Counts that fall, or rise by no more than floating point's error, are raised or lowered to the one before. */
function monotonic(buckets: readonly Bucket[]): Bucket[] {
  let previous = buckets[0]?.count ?? Number.NaN;
  return buckets.map(({ upperBound, count }) => {
    if (!nearlyEqual(previous, count) && !(count < previous)) previous = count;
    return { upperBound, count: previous };
  });
}

function nearlyEqual(a: number, b: number): boolean {
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return true;
  const sum = Math.abs(a) + Math.abs(b);
  const difference = Math.abs(a - b);
  if (a === 0 || b === 0 || sum < smallestNormal) return difference < smallDifference * smallestNormal;
  return difference / Math.min(sum, Number.MAX_VALUE) < smallDifference;
}

/** The first bucket whose count reaches the rank, by halving, so that a NaN leads where it leads Prometheus. */
function firstReaching(buckets: readonly Bucket[], rank: number): number {
  let low = 0;
  let high = buckets.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((buckets[middle]?.count ?? Number.NaN) >= rank) high = middle;
    else low = middle + 1;
  }
  return low;
}

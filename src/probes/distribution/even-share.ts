/**
 * The share above which a key is hot: three times the even share, and four standard errors above it, whichever is more. With few events the even
 * share itself scatters widely.
 *
 * @param keys how many keys share the load, 1 or more
 * @param events how many events were counted, above 0
 */
export function hotShareBound(keys: number, events: number): number {
  const even = 1 / keys;
  return Math.max(3 / keys, even + 4 * Math.sqrt((even * (1 - even)) / events));
}

/** How many keys of equal share would be as concentrated: 1/Σp². From 1 (all on one key) to the number of keys (all even). */
export function effectiveKeys(shares: readonly number[]): number {
  return 1 / shares.reduce((sum, share) => sum + share * share, 0);
}

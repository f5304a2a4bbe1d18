/** From here on two clocks differ: less may be the time that a slow answer took. */
export const CLOCKS_DIFFER_MS = 30_000;

/**
 * When samples were told, milliseconds since the epoch, by this machine's clock, as of everything else that is held against a change: by Prometheus's own,
 * unless that is another. Never later than now: a clock that is a little ahead would make what was before a change look as if it came after.
 */
export function toldAt(samples: readonly { readonly atMs: number }[], nowMs: number): number {
  const atMs = samples[0]?.atMs ?? nowMs;
  return Math.abs(nowMs - atMs) > CLOCKS_DIFFER_MS ? nowMs : Math.min(atMs, nowMs);
}

/** When they were taken: as they were told, or before that where a query shows what was taken before as the present. */
export function sampledAt(
  samples: readonly { readonly atMs: number }[],
  nowMs: number,
  takenAtMs: number | null,
): number {
  const toldAtMs = toldAt(samples, nowMs);
  if (takenAtMs === null) return toldAtMs;
  const aheadMs = (samples[0]?.atMs ?? nowMs) - nowMs;
  return Math.min(toldAtMs, Math.abs(aheadMs) > CLOCKS_DIFFER_MS ? takenAtMs - aheadMs : takenAtMs);
}

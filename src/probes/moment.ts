/** A time as `observed` carries it: ISO 8601, UTC; null where it is unknown. */
export function isoOrNull(ms: number | null): string | null {
  return ms === null ? null : iso(ms);
}

/** In sentences too: the reporters turn these into local times. Whole seconds where the time is one. */
export function iso(ms: number): string {
  return new Date(ms).toISOString().replace(".000Z", "Z");
}

/** The earliest of the times that are known; null where none is. */
export function earliestMs(times: readonly (number | null)[]): number | null {
  // One by one: as arguments of a call a hundred thousand are too many.
  return times.reduce(
    (earliest, time) => (earliest === null || (time !== null && time < earliest) ? time : earliest),
    null,
  );
}

/** A span in words for one line, e.g. "60 ms", "40 s", "12 min", "3 h", "2 days". */
export function spanWords(ms: number): string {
  if (Math.abs(ms) < 1_000) return `${Math.round(Math.abs(ms))} ms`;
  const seconds = Math.round(Math.abs(ms) / 1_000);
  if (seconds < 100) return `${seconds} s`;
  if (seconds < 5_400) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.round(seconds / 3_600)} h`;
  return `${Math.round(seconds / 86_400)} days`;
}

/** Milliseconds since the epoch of a time as the API writes it; null where there is none or it is no time. */
export function apiTimeMs(time: string | null | undefined): number | null {
  if (time === null || time === undefined) return null;
  const ms = Date.parse(time);
  return Number.isNaN(ms) ? null : ms;
}

/** As the API and kubectl write it: whole seconds, UTC. */
export function apiTime(ms: number): string {
  return new Date(Math.floor(ms / 1000) * 1000).toISOString().replace(".000Z", "Z");
}

/** The latest of the times that are known; null where none is. */
export function latestMs(times: readonly (number | null)[]): number | null {
  // One by one: as arguments of a call a hundred thousand are too many.
  return times.reduce((latest, time) => (latest === null || (time !== null && time > latest) ? time : latest), null);
}

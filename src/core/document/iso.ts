/** ISO 8601 in UTC with milliseconds, from milliseconds since the epoch. */
export function iso(atMs: number): string {
  return new Date(atMs).toISOString();
}

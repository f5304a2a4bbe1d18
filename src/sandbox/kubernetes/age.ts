/** A duration as kubectl shows ages: the larger unit, and a smaller one only where it still tells something. */
export function humanDuration(durationMs: number): string {
  const seconds = Math.floor(durationMs / 1000);
  if (seconds < -1) {
    return "<invalid>";
  }
  if (seconds < 0) {
    return "0s";
  }
  if (seconds < 120) {
    return `${seconds}s`;
  }
  const minutes = Math.floor(seconds / 60);
  const both = (large: number, unit: string, small: number, smallUnit: string): string =>
    small === 0 ? `${large}${unit}` : `${large}${unit}${small}${smallUnit}`;
  if (minutes < 10) {
    return both(minutes, "m", seconds % 60, "s");
  }
  if (minutes < 180) {
    return `${minutes}m`;
  }
  const hours = Math.floor(minutes / 60);
  if (hours < 8) {
    return both(hours, "h", minutes % 60, "m");
  }
  if (hours < 48) {
    return `${hours}h`;
  }
  const days = Math.floor(hours / 24);
  if (hours < 192) {
    return both(days, "d", hours % 24, "h");
  }
  return days < 730 ? `${days}d` : both(Math.floor(days / 365), "y", days % 365, "d");
}

/** Time since a timestamp of the API; "<unknown>" where there is none. */
export function ageSince(text: string | undefined | null, nowMs: number): string {
  return text === undefined || text === null || text === "" ? "<unknown>" : humanDuration(nowMs - Date.parse(text));
}

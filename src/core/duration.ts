const UNITS = [
  ["y", 31_536_000_000],
  ["w", 604_800_000],
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1_000],
  ["ms", 1],
] as const;

/** As Prometheus writes durations: each unit at most once, the largest first. */
const DURATION = /^(?:\d+y)?(?:\d+w)?(?:\d+d)?(?:\d+h)?(?:\d+m(?!s))?(?:\d+s)?(?:\d+ms)?$/;

/** "90s", "2m", "1h30m", "7d" in milliseconds; null where the text is no duration, or is too long to count exactly. */
export function parseDuration(text: string): number | null {
  if (text === "" || text.length > 64 || !DURATION.test(text)) return null;
  const sizes: ReadonlyMap<string, number> = new Map(UNITS);
  const parts = text.matchAll(/(?<!\d)(\d+)([a-z]+)/g);
  const total = [...parts].reduce((sum, [, count, unit]) => sum + Number(count) * (sizes.get(unit ?? "") ?? NaN), 0);
  return Number.isSafeInteger(total) ? total : null;
}

/** Milliseconds as the shortest text of days and smaller units, e.g. "1m30s"; weeks and years are not used, as few people read them at a glance. */
export function formatDuration(durationMs: number): string {
  let left = Math.max(0, Math.round(durationMs));
  const parts = UNITS.filter(([unit]) => unit !== "y" && unit !== "w").map(([unit, size]) => {
    const count = Math.floor(left / size);
    left -= count * size;
    return count === 0 ? "" : `${count}${unit}`;
  });
  return parts.join("") || "0s";
}

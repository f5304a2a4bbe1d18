/** Days that the months have in every year, January first. */
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Milliseconds since the epoch of a time with date, seconds and zone, as kubelets stamp lines with: 2026-11-22T03:06:40.123456789Z. null where there is no
 * such time.
 */
export function stampMs(stamp: string): number | null {
  const ms = utcStampMs(stamp) ?? Date.parse(stamp);
  return Number.isNaN(ms) ? null : ms;
}

/**
 * Of UTC the digits are read in their places, since there may be a hundred thousand lines and Date.parse takes twice as long; null where it is anything else,
 * or a 29th of February.
 */
export function utcStampMs(stamp: string): number | null {
  const [year, month, day] = [digits(stamp, 0, 4), digits(stamp, 5, 7), digits(stamp, 8, 10)];
  const [hour, minute, second] = [digits(stamp, 11, 13), digits(stamp, 14, 16), digits(stamp, 17, 19)];
  const plain = stamp.endsWith("Z") && year >= 1_000 && day >= 1 && day <= (DAYS[month - 1] ?? 0);
  if (!plain || hour > 23 || minute > 59 || second > 59) return null;
  return Date.UTC(year, month - 1, day, hour, minute, second, thousandths(stamp));
}

function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at += 1) value = value * 10 + text.charCodeAt(at) - 48;
  return value;
}

/** Of the second; what is finer is cut off, and where there is less there are zeros. */
function thousandths(stamp: string): number {
  const known = Math.min(3, stamp.length - 21);
  return digits(stamp, 20, 20 + known) * 10 ** (3 - known);
}

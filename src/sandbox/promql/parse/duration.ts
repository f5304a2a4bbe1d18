const form = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;

const unitMs = [365 * 86_400_000, 7 * 86_400_000, 86_400_000, 3_600_000, 60_000, 1000, 1];

/** The seconds of a duration such as `1h30m`: units in descending order, each at most once. undefined when it is none. */
export function durationSeconds(text: string): number | undefined {
  const units = form.exec(text)?.slice(1);
  if (units === undefined || units.every((count) => count === undefined)) return undefined;
  const totalMs = units.reduce((sum, count, index) => sum + Number(count ?? 0) * (unitMs[index] ?? 0), 0);
  return totalMs / 1000;
}

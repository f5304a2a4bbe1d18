/** What a number counts, so that it can be said. */
export const UNITS = ["ratio", "seconds", "bytes", "per-second", "count", "none"] as const;

export type Unit = (typeof UNITS)[number];

/** For one line: "37.2 %", "12.4 ms", "1.5 GiB", "360 /s", "1234"; "+Inf" and "NaN" as Prometheus writes them. */
export function quantity(value: number, unit: Unit): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  return FORMATS[unit](value);
}

const FORMATS: Readonly<Record<Unit, (value: number) => string>> = {
  ratio: (value) => `${digits(value * 100)} %`,
  seconds,
  bytes,
  "per-second": (value) => `${digits(value)} /s`,
  count: digits,
  none: digits,
};

/** Three significant digits; whole numbers, and what is large, to the last digit before the point. */
function digits(value: number): string {
  return String(Number(Math.abs(value) >= 1_000 ? value.toFixed(0) : value.toPrecision(3)));
}

function seconds(value: number): string {
  const size = Math.abs(value);
  if (size < 1) return `${digits(value * 1_000)} ms`;
  if (size < 120) return `${digits(value)} s`;
  return size < 7_200 ? `${digits(value / 60)} min` : `${digits(value / 3_600)} h`;
}

function bytes(value: number): string {
  const steps = ["B", "KiB", "MiB", "GiB", "TiB"];
  const step = Math.min(steps.length - 1, Math.max(0, Math.floor(Math.log2(Math.abs(value) || 1) / 10)));
  return `${digits(value / 1_024 ** step)} ${steps[step]}`;
}

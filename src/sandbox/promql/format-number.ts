/**
 * A sample value as Prometheus prints it in JSON: shortest decimal that reads back as the same double, `NaN`, `+Inf`, `-Inf`,
 * an exponent of at least two digits below 1e-6 and from 1e21 on. These cut-offs are JavaScript's own.
 */
export function formatSampleValue(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (value === Number.POSITIVE_INFINITY) return "+Inf";
  if (value === Number.NEGATIVE_INFINITY) return "-Inf";
  if (Object.is(value, -0)) return "-0";
  return String(value).replace(/e([+-])(\d)$/, "e$10$2");
}

/** A time as Prometheus prints it in JSON: seconds, with exactly three decimals where there is a fraction. A JSON number, not a string. */
export function formatSampleTime(tMs: number): string {
  const sign = tMs < 0 ? "-" : "";
  const wholeMs = Math.abs(Math.trunc(tMs));
  const fractionMs = wholeMs % 1000;
  const seconds = (wholeMs - fractionMs) / 1000;
  return fractionMs === 0 ? `${sign}${seconds}` : `${sign}${seconds}.${String(fractionMs).padStart(3, "0")}`;
}
